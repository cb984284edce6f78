"""Each file that portals and bureaus really published goes through the import desk.

A file is taken row by row, or refused in words; the figures are those that the desk shows.
"""

import pytest

from app.people.rules import Role
from app.publishing.workbench.running import run_due
from tests.support.factories import make_staff
from tests.support.pages import Page, PageClient
from tests.support.paths import SHARED_DATA, needs_shared_data
from tests.support.staff import sign_in
from tests.support.tables import address, send_file

pytestmark = [pytest.mark.trust(40), needs_shared_data]

NO_PENALTIES = "还没有对应：行政相对人名称、违法行为类型或违法事实"
NO_ROWS = "表头下面没有数据行"
FORM = "还没有对应：违法行为类型或违法事实"
"""Found is 企业名称： in a form that inspectors fill in by hand."""

ALERT = "//*[@role='alert']"
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
        ("annual_totals.csv", "projects", "还没有对应：项目名称、领域"),
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
def desk(client, frozen_clock):
    """On a day that no file is ahead of: what is decided in the future is refused."""
    frozen_clock.move_to("2026-12-01 09:30+08:00")
    sign_in(client, make_staff(Role.EDITOR))
    return client


def test_no_file_is_left_out():
    there = {path.name for path in SHARED_DATA.glob("*/*") if path.name != "README.md"}
    assert there == {name for files in FILES.values() for name, _kind, _fared in files}


@pytest.mark.parametrize("folder", FILES)
def test_each_file_is_taken_or_refused_in_words(desk, folder):
    for name, kind, expected in FILES[folder]:
        shown = bring(desk, f"{folder}/{name}", kind)
        if isinstance(expected, str):
            assert expected in shown, name
        else:
            assert shown == expected, name


def bring(desk: PageClient, name: str, kind: str) -> Fared | str:
    """Upload, accept what was guessed, and check; what the desk says is wrong, or the counts."""
    file = SHARED_DATA / name
    page = send_file(desk, file.read_bytes(), file.name, kind)
    if page.request.path.endswith("/new"):
        return page.texts(ALERT)[0]
    page = desk.submit(page, what_no_column_says(page), action="check")
    if page.all("//main//button[.='逐行检查']"):
        return page.texts(ALERT)[0]
    run_due()
    shown = desk.get(address()).texts("//dl[contains(@class, 'mj-kpi')]//dd[1]")
    taken, refused, hinted = (int(words.split()[0].replace(",", "")) for words in shown[:3])
    return taken, refused, hinted


def what_no_column_says(page: Page) -> dict[str, str]:
    """All amounts without a unit are in 万元, all lists without a kind are black."""
    answers = {}
    for question in page.all("//main//fieldset[not(.//input[@checked])]"):
        (unit,) = question.xpath(
            ".//label[contains(., '万元')]//input | .//input[@id=//label[contains(., '万元')]/@for]"
        )
        answers[unit.get("name")] = unit.get("value")
    for kind in page.all("//select[@id=//label[contains(., '整张表的名单类型')]/@for]"):
        (black,) = kind.xpath("option[contains(., '黑名单')]")
        answers[kind.get("name")] = black.get("value")
    return answers
