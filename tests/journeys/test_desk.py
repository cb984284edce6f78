"""The desk in a real browser: by keyboard alone, on a phone in the field, without JavaScript."""

import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.kernel.db.session import db
from app.matters.complaints.matter.models.handling import SiteEvidence
from app.matters.complaints.matter.models.matters import Matter
from tests.support import sample_site
from tests.support.browsers import accessibility_faults, sideways_overflow
from tests.support.complaint_factories import change_meanwhile, make_matter
from tests.support.factories import make_bureau, make_staff
from tests.support.servers import Site
from tests.support.visitors import sees, send, sign_in_by_form, tell_of_a_call

INBOX = "/admin/complaints/?list=open"


@pytest.fixture
def numbers(site: Site) -> list[str]:
    """Three matters of one body, in the order of its list."""
    with site.app.app_context():
        bureau = make_bureau()
        make_staff(bureau=bureau, username=sample_site.HANDLER)
        found = [make_matter(bureau=bureau).number for _ in range(3)]
        db.session.commit()
        return found


def focused(page: Page) -> str:
    """What the element that has the focus says."""
    return str(page.evaluate("document.activeElement.textContent")).strip()


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what says ``words`` has the focus."""
    for _ in range(80):
        if focused(page) == words:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{words} is not reached by keyboard")


def test_the_list_is_worked_by_keys_that_rest_outside_it(page: Page, numbers: list[str]) -> None:
    sign_in_by_form(page, sample_site.HANDLER)
    page.goto(INBOX)
    page.locator("[data-module=row-keys] tr.mj-sel").wait_for(state="detached")
    page.locator("#find").focus()
    page.keyboard.type("jxk")
    assert page.locator("#find").input_value() == "jxk"
    assert page.locator("input[name=number]:checked").count() == 0
    tab_to(page, numbers[0])
    for key, number in (("j", numbers[1]), ("j", numbers[2]), ("j", numbers[2]), ("k", numbers[1])):
        page.keyboard.press(key)
        assert focused(page) == number
    page.keyboard.press("x")
    assert page.locator("input[name=number]:checked").input_value() == numbers[1]
    page.keyboard.press("a")
    assert page.locator("input[name=number]:checked").count() == 3
    page.keyboard.press("Tab")
    assert focused(page) != numbers[1]
    tab_to_back = page.get_by_role("link", name=numbers[1])
    tab_to_back.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{numbers[1]}")


def test_many_are_assigned_without_a_script(
    plain_page: Page, site: Site, numbers: list[str]
) -> None:
    sign_in_by_form(plain_page, sample_site.HANDLER)
    plain_page.goto(INBOX)
    for number in numbers[:2]:
        plain_page.get_by_label(f"选择 {number}").check()
    plain_page.get_by_role("button", name="分派承办人").click()
    plain_page.get_by_label("承办人").select_option(index=1)
    plain_page.get_by_role("button", name="分派承办人").click()
    sees(plain_page, "2 件已办")
    with site.app.app_context():
        handlers = db.session.scalars(
            select(Matter.handler_id).where(Matter.number.in_(numbers))
        ).all()
    assert len([one for one in handlers if one]) == 2


def test_a_photograph_is_brought_in_on_a_phone(
    phone_page: Page, site: Site, numbers: list[str]
) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "orange").save(picture, "JPEG")
    sign_in_by_form(phone_page, sample_site.HANDLER)
    phone_page.goto(f"/admin/complaints/{numbers[0]}")
    phone_page.get_by_role("link", name="办理操作").click()
    photo: dict[str, Any] = {"name": "货架.jpg", "mimeType": "image/jpeg"}
    phone_page.locator("#attach-photo").set_input_files({**photo, "buffer": picture.getvalue()})
    phone_page.get_by_role("button", name="保存现场材料").click()
    sees(phone_page, "已保存 1 个现场文件")
    phone_page.get_by_role("link", name="货架.jpg").click()
    expect(phone_page.locator("img.mj-shown")).to_have_js_property("naturalWidth", 640)
    assert sideways_overflow(phone_page) == 0
    with site.app.app_context():
        assert db.session.scalars(select(SiteEvidence.media_type)).one() == "image/jpeg"


def test_the_menu_takes_one_row_and_unfolds_by_keyboard(page: Page, numbers: list[str]) -> None:
    sign_in_by_form(page, sample_site.HANDLER)
    page.goto(INBOX)
    entry = page.get_by_role("link", name="复核回访")
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 800})
        bar = page.locator(".mj-deskbar").bounding_box()
        assert bar is not None
        assert bar["height"] < 60
        assert sideways_overflow(page) == 0
    expect(page.locator("#menu")).to_be_hidden()
    tab_to(page, "菜单")
    page.keyboard.press("Enter")
    tab_to(page, "投诉举报")
    expect(entry).to_be_hidden()
    page.keyboard.press("Enter")
    expect(entry).to_be_visible()
    assert accessibility_faults(page) == []
    page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    assert focused(page) == "投诉举报"
    page.keyboard.press("Enter")
    tab_to(page, "复核回访")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/answers/")


def test_working_at_the_desk_has_no_barriers(
    site: Site, page: Page, inspect: Any, sample: sample_site.Sample
) -> None:
    sign_in_by_form(page, sample_site.HANDLER)
    page.goto(f"/admin/complaints/T{sample.open_number}")
    with site.app.app_context():
        change_meanwhile(f"T{sample.open_number}")
    page.get_by_text("不予受理", exact=True).click()
    page.get_by_label("不予受理的情形").select_option("too_late")
    page.locator("#decline-text").fill("购买已满四年。")
    send(page, "决定不予受理")
    inspect("matters/complaints/staff/conflict.html")
    page.goto(f"/admin/complaints/bulk/assign?number=T{sample.open_number}")
    page.get_by_label("承办人").select_option(index=1)
    send(page, "分派承办人")
    inspect("matters/complaints/staff/bulk.html")
    page.goto("/admin/complaints/register")
    tell_of_a_call(page)
    inspect("matters/complaints/staff/register_check.html")
    send(page, "登记，生成编号和查询码")
    inspect("matters/complaints/staff/slip.html")
