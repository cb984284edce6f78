"""The whole way of a bureau's file in a real browser, with JavaScript and without."""

import openpyxl
import pytest
from playwright.sync_api import expect

from app.kernel.db.session import db
from app.people.rules import Role
from app.publishing.workbench.running import run_due
from tests.support import factories
from tests.support.tables import case_row, workbook
from tests.support.uscc import uscc
from tests.support.visitors import go_on, sees, sign_in_by_form


@pytest.fixture
def people(site):
    with site.app.app_context():
        bureau = factories.make_bureau(name="试验监管局", short_name="试验局")
        factories.make_staff(Role.EDITOR, bureau=bureau, username="sender")
        factories.make_staff(Role.REVIEWER, bureau=bureau, username="reviewer")
        db.session.commit()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_file_goes_all_the_way_and_its_errors_come_back(
    site, people, open_page, tmp_path, scripts
):
    sender = open_page(java_script_enabled=scripts, accept_downloads=True)
    reviewer = open_page(java_script_enabled=scripts)
    sign_in_by_form(sender, "sender")
    sign_in_by_form(reviewer, "reviewer")

    check(site, sender, workbook(case_row(1, uscc(1)), case_row(2, "9133")))
    expect(sender.get_by_role("heading", name="待送审")).to_be_visible(timeout=15_000)
    sees(sender, "新增 1，变更 0")
    with sender.expect_download() as started:
        sender.get_by_role("button", name="下载错误工作簿").click()
    started.value.save_as(tmp_path / "errors.xlsx")
    go_on(sender, "导入 1 行，送审核")
    sees(sender, "已送审核")

    reviewer.goto(sender.url)
    go_on(reviewer, "同意导入 1 行")
    sees(reviewer, "已导入 0 / 2 行")
    work(site)
    reviewer.reload()
    sees(reviewer, "已完成")
    assert reviewer.goto("/cases").status == 200
    sees(reviewer, "温州试验1食品有限公司")

    check(site, sender, mended(tmp_path / "errors.xlsx"))
    sender.reload()
    sees(sender, "新增 1，变更 0")
    sees(sender, "没有发现错误")


def mended(path):
    """The file of errors with a right code in its one row."""
    book = openpyxl.load_workbook(path)
    book.active.cell(2, 3).value = uscc(2)
    book.save(path)
    return path.read_bytes()


def check(site, page, data):
    """Upload a file, answer the question for the unit, and check it."""
    page.goto("/admin/imports/new")
    page.get_by_label("表格内容").select_option("cases")
    file = {"name": "处罚.xlsx", "mimeType": "application/octet-stream", "buffer": data}
    page.get_by_label("表格文件").set_input_files(file)
    go_on(page, "上传")
    page.get_by_text("万元", exact=True).click()
    go_on(page, "逐行检查")
    sees(page, "正在检查")
    work(site)


def work(site):
    with site.app.app_context():
        run_due()
