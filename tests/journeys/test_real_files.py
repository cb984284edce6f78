"""Each file that portals and bureaus really published goes through the import desk in a browser.

A file is taken row by row, or refused in words; the figures are those that the desk shows.
"""

import pytest
from playwright.sync_api import Page

from app.kernel.db.session import db
from app.people.rules import Role
from app.publishing.workbench.running import run_due
from tests.support import factories
from tests.support.paths import SHARED_DATA, needs_shared_data
from tests.support.visitors import go_on, sign_in_by_form

pytestmark = needs_shared_data

NO_PENALTIES = "还没有对应：行政相对人名称、违法行为类型或违法事实"
NO_ROWS = "表头下面没有数据行"
FORM = "还没有对应：违法行为类型或违法事实"
"""Found is 企业名称： in a form that inspectors fill in by hand."""

Fared = tuple[int, int, int]
"""Rows that can be imported, that are refused, and that have hints."""

FILES: dict[str, list[tuple[str, str, Fared | str]]] = {
    "agencies_wenzhou": [("eco_agencies.csv", "cases", NO_PENALTIES)],
    "blacklists_creditchina": [
        ("court_executee_ocr_93512_1.xlsx", "credit", (1, 180, 1)),
        ("drug_spotcheck_fail.xlsx", "cases", NO_PENALTIES),
        ("ecommerce_blacklist_500.xlsx", "credit", (500, 0, 1)),
        ("env_exceed_penalties_2017.xlsx", "cases", (171, 0, 1)),
        ("safety_dishonest_ocr.xlsx", "credit", (5, 31, 1)),
    ],
    "complaints_tipdm2020": [
        ("category_tree_517.xlsx", "cases", NO_PENALTIES),
        ("labelled_messages.csv", "cases", NO_PENALTIES),
        ("labelled_segmented.csv", "cases", NO_PENALTIES),
        ("messages_unlabelled_votes.csv", "cases", NO_PENALTIES),
        ("messages_with_replies.csv", "cases", NO_PENALTIES),
    ],
    "complaints_zhejiang_board": [("messages.csv", "cases", NO_PENALTIES)],
    "disclosure_fields": [("fields.csv", "cases", "还没有对应：违法行为类型")],
    "enterprises_wenzhou": [
        ("enterprises.csv", "companies", (4318, 0, 0)),
        ("enterprises_gb18030_sample.csv", "companies", (600, 0, 0)),
    ],
    "geo_wenzhou": [("330300_full.json", "cases", "这是 JSON 数据，不是表格")],
    "key_projects_wenzhou": [
        ("annual_totals.csv", "projects", "还没有对应：项目名称、项目类别"),
        ("projects.csv", "projects", (33, 0, 0)),
    ],
    "penalties_nfra": [
        ("penalties.csv", "cases", (1707, 65, 7)),
        ("penalties_messy_header.xlsx", "cases", (353, 49, 4)),
    ],
    "zj_market_supervision": [
        ("batch_compare_template.xlsx", "companies", (0, 1, 0)),
        ("check01_spreadsheetml_named_xlsx.xlsx", "companies", (478, 0, 0)),
        ("check04_spreadsheetml_named_xlsx.xlsx", "companies", (5, 0, 0)),
        ("check_form_B01_food_producer.xls", "cases", FORM),
        ("check_form_C12_industrial_products.xls", "cases", FORM),
        ("check_form_C13_product_quality.xls", "cases", FORM),
        ("check_targets_wenzhou.csv", "companies", (2812, 0, 0)),
        ("favorable_redlist_template.xlsx", "credit", (0, 1, 0)),
        ("justice_template.xlsx", "credit", NO_ROWS),
        ("other_licence_template.xlsx", "licences", NO_ROWS),
        ("other_punish_template.xls", "cases", NO_ROWS),
        ("special_library_template.xlsx", "credit", (0, 1, 0)),
        ("xzcf_penalty_template.xls", "cases", (0, 1, 0)),
        ("xzcf_penalty_template.xlsx", "cases", (0, 1, 0)),
        ("xzxk_licence_template.xls", "licences", (0, 1, 0)),
        ("xzxk_licence_template.xlsx", "licences", (0, 1, 0)),
        ("zj_department_codes.xls", "cases", NO_PENALTIES),
    ],
}


@pytest.fixture
def desk(site, open_page):
    with site.app.app_context():
        factories.make_staff(Role.EDITOR, username="sender")
        db.session.commit()
    page = open_page()
    sign_in_by_form(page, "sender")
    return page


def test_no_file_is_left_out():
    there = {path.name for path in SHARED_DATA.glob("*/*") if path.name != "README.md"}
    assert there == {name for files in FILES.values() for name, _kind, _fared in files}


@pytest.mark.parametrize("folder", FILES)
def test_each_file_is_taken_or_refused_in_words(site, desk, folder):
    fared = [bring(site, desk, f"{folder}/{name}", kind) for name, kind, _fared in FILES[folder]]
    for (name, _kind, expected), shown in zip(FILES[folder], fared, strict=True):
        if isinstance(expected, str):
            assert expected in shown, name
        else:
            assert shown == expected, name


def bring(site, page: Page, name: str, kind: str) -> Fared | str:
    """Upload, accept what was guessed, and check; what the desk says is wrong, or the counts."""
    page.goto("/admin/imports/new")
    page.get_by_label("表格内容").select_option(kind)
    page.get_by_label("表格文件").set_input_files(SHARED_DATA / name)
    go_on(page, "上传")
    page.wait_for_load_state()
    if page.url.endswith("/new"):
        return page.get_by_role("alert").first.inner_text()
    answer_what_no_column_says(page)
    go_on(page, "逐行检查")
    page.wait_for_load_state()
    if page.get_by_role("button", name="逐行检查").count():
        return page.get_by_role("alert").first.inner_text()
    with site.app.app_context():
        run_due()
    page.reload()
    shown = [each.inner_text() for each in page.locator(".mj-kpi dd:first-of-type").all()]
    taken, refused, hinted = (int(words.split()[0].replace(",", "")) for words in shown[:3])
    return taken, refused, hinted


def answer_what_no_column_says(page: Page) -> None:
    """All amounts without a unit are in 万元, all lists without a kind are black."""
    for question in page.locator("fieldset").all():
        if not question.locator("input:checked").count():
            question.get_by_text("万元", exact=True).click()
    if page.get_by_label("整张表的名单类型").count():
        page.get_by_label("整张表的名单类型").select_option("黑名单")
