"""A resident reports with a photo, on a phone and without JavaScript, and follows it."""

import pytest
from PIL import Image

from app.kernel.web import limits
from tests.support.browsers import accessibility_faults, sideways_overflow
from tests.support.visitors import choose, go_on, number_and_code, sees, send, tell_the_facts

BROWSERS = ["plain_page", "small_phone_page"]


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "标签.jpg"
    Image.new("RGB", (600, 400), "gray").save(path)
    return path


@pytest.mark.parametrize("kind", BROWSERS)
def test_an_anonymous_report_with_a_photo_can_be_followed(request, kind, picture):
    page = request.getfixturevalue(kind)
    page.goto("/complaints/new")
    page.get_by_role("link", name="开始填写").click()
    choose(page, "举报")
    page.get_by_text("企业、商店或个体工商户").click()
    page.get_by_label("名称", exact=True).fill("塘下酱油铺")
    go_on(page)
    choose(page, "食品")
    choose(page, "商店和市场的食品")
    tell_the_facts(page)
    page.locator("#files").set_input_files(picture)
    go_on(page, "上传所选文件")
    sees(page, "标签.jpg")
    go_on(page)
    choose(page, "匿名举报")

    sees(page, "瓯海区市场监督管理局")
    go_on(page, "提交举报")
    number, code = number_and_code(page)
    assert sideways_overflow(page) == 0

    page.get_by_role("main").get_by_role("link", name="进度查询").click()
    page.get_by_label("登记编号").fill(number)
    page.get_by_label("查询码").fill(code)
    go_on(page, "查询")
    sees(page, "等待核查")
    assert sideways_overflow(page) == 0


def test_a_file_that_is_too_large_is_named_before_the_upload(page, tmp_path):
    _to_evidence(page)
    large = tmp_path / "录像.jpg"
    large.write_bytes(b"x" * (11 * 1024 * 1024))
    page.locator("#files").set_input_files(large)
    sees(page, "文件不能大于 10MB")


def test_focus_moves_to_the_errors_and_from_there_to_the_field(page):
    page.goto("/complaints/new/kind")
    send(page, "继续")
    assert page.title().startswith("错误：")
    page.wait_for_function("document.activeElement.matches('.mj-errors')")
    page.locator(".mj-errors a").click()
    assert page.evaluate("document.activeElement.name") == "kind"
    assert accessibility_faults(page) == []


def test_a_double_click_sends_the_form_once(page):
    _to_evidence(page)
    go_on(page)
    choose(page, "匿名举报")
    page.get_by_role("button", name="提交举报").dblclick()
    page.wait_for_url("**/done")
    assert page.locator(".mj-code dd").count() == 2


def test_in_a_flood_the_browser_works_out_a_proof_and_sends_by_itself(site, page):
    site.app.config["PROOF_AFTER_ALL"] = 1
    with site.app.test_request_context():
        limits.note_beginning()
        limits.note_beginning()
    _to_evidence(page)
    go_on(page)
    choose(page, "匿名举报")
    page.locator("form[data-challenge]").wait_for()
    page.get_by_role("button", name="提交举报").click()
    page.wait_for_url("**/done")
    assert page.locator(".mj-code dd").count() == 2


def _to_evidence(page):
    page.goto("/complaints/new/kind")
    choose(page, "举报")
    choose(page, "不清楚")
    choose(page, "不清楚，由平台分派")
    tell_the_facts(page)
