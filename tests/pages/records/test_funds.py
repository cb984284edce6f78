"""The reward fund: who was paid how much and why, in rows that add up to each year's total."""

import csv
import io

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.search import maintenance
from app.publishing.life.rules import PublicationStatus
from app.records.funds.models import FundPayment
from tests.support import factories
from tests.support.desks import make_office
from tests.support.fund_factories import import_file, import_payments, make_payment

FORM = {
    "year": "2025",
    "recipient_kind": "organisation",
    "recipient_name": "温州试验酱油有限公司",
    "honour": "主导制定国家标准一项",
    "basis": "奖励资金管理办法第五条",
    "amount": "300000",
    "paying_body": "试验监管局",
    "document": "试质〔2025〕1号",
    "decided_on": "2025-11-20",
}


@pytest.fixture
def office(client):
    return make_office(client)


def only() -> FundPayment:
    return db.session.scalars(select(FundPayment)).one()


def test_a_payment_is_written_by_one_and_published_by_another(client, office):
    company = factories.make_company(name=FORM["recipient_name"])
    page = office.write("/admin/funds/new", FORM | {"uscc": company.uscc})
    assert "已保存为草稿" in page.body_text
    one = only()
    assert (one.company, one.amount_cents) == (company, 30_000_000)
    assert client.get(f"/funds/{one.id}").status_code == 404
    office.publish(f"/admin/funds/{one.id}")
    text = client.get(f"/funds/{one.id}").body_text
    for words in ("300,000.00 元", "主导制定国家标准一项", "试质〔2025〕1号", company.name):
        assert words in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": ""}, "奖励金额应大于 0"),
        ({"amount": "-1"}, "不小于 0"),
        ({"decided_on": "2099-01-01"}, "在今天之后"),
        ({"year": "2026"}, "年度晚于文件日期"),
        (
            {
                "recipient_kind": "person",
                "recipient_name": "钱虚构",
                "uscc": "91350100M000100Y43",
            },
            "自然人不填",
        ),
    ],
)
def test_a_form_with_a_fault_is_refused_in_words(office, changes, words):
    page = office.write("/admin/funds/new", FORM | changes)
    assert page.status_code == 400
    assert words in page.body_text


def test_the_same_payment_is_not_kept_twice_and_a_person_is_masked(office):
    person = FORM | {"recipient_kind": "person", "recipient_name": "欧阳虚构"}
    office.write("/admin/funds/new", person)
    assert only().recipient_name == "欧阳某某"
    assert "已经录入" in office.write("/admin/funds/new", person).body_text


def test_each_year_has_its_total_of_what_is_public(client):
    make_payment()
    make_payment(amount_cents=1_050)
    make_payment(year=2024)
    make_payment(status=PublicationStatus.WITHDRAWN)
    page = client.get("/funds")
    first, second = page.all("//section[@aria-labelledby='totals']//tbody/tr")
    assert "500,010.50 元" in first.text_content()
    assert "500,000.00 元" in second.text_content()


def test_the_list_is_narrowed_sorted_and_downloaded(client):
    make_payment(honour="绿色工厂", amount_cents=100)
    make_payment(year=2024)
    for query in ("year=2025", "q=绿色"):
        assert "共 1 笔" in client.get(f"/funds?{query}").body_text, query
    page = client.get("/funds?sort=amount")
    assert "市长质量奖" in page.all("//table[contains(., '绿色')]//tbody/tr")[0].text_content()
    data = client.get("/funds?format=csv", buffered=True).data.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(data))
    assert {float(row["奖励金额（元）"]) for row in rows} == {1, 500_000}
    assert "没有找到符合 “无此事” 的奖励资金" in client.get("/funds?q=无此事").body_text


def test_without_payments_the_page_says_so(client):
    assert "现在没有公示中的奖励资金" in client.get("/funds").body_text


def test_other_pages_of_the_company_tell_of_it_and_the_search_finds_it(client):
    company = factories.make_company()
    make_payment(company=company)
    case = factories.make_case(company=company)
    db.session.commit()
    maintenance.rebuild()
    assert "奖励资金：市长质量奖" in client.get(f"/cases/{case.id}").body_text
    assert company.name in client.get("/search?q=市长质量奖&type=fund").body_text


def test_a_file_brings_payments_once_and_corrects_them(app, tmp_path):
    assert import_payments(app, tmp_path, {}).counts["added"] == 1
    assert only().amount_cents == 50_000_000
    assert only().paying_bureau.code == "city-market-supervision"
    assert import_payments(app, tmp_path, {}).counts["unchanged"] == 1
    assert import_payments(app, tmp_path, {"奖励金额（万元）": "30"}).counts["changed"] == 1
    assert only().amount_cents == 30_000_000


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"奖励金额（万元）": "0"}, "奖励金额（万元）", "应大于 0"),
        ({"奖励金额（万元）": "很多"}, "奖励金额（万元）", "不是金额"),
        ({"年度": "2026"}, "年度", "年度晚于文件日期"),
        ({"文件日期": "2099-01-01"}, "文件日期", "在今天之后"),
    ],
)
def test_a_fault_is_told_by_row_and_column(app, tmp_path, changes, column, words):
    report = import_payments(app, tmp_path, {}, changes | {"奖励事由": "另一事由"})
    (finding,) = report.findings
    assert (finding.row, finding.column) == (3, column)
    assert words in finding.reason


def test_our_own_download_brought_in_again_changes_nothing(client, app, tmp_path):
    import_payments(app, tmp_path, {})
    db.session.commit()
    data = client.get("/funds?format=csv", buffered=True).data.decode("utf-8-sig")
    path = tmp_path / "下载.csv"
    path.write_text(data, encoding="utf-8")
    report = import_file(app, path)
    assert report.counts["unchanged"] == 1, report.findings


def test_the_list_costs_few_statements_at_any_size(client, count_statements):
    for year in range(2016, 2026):
        make_payment(year=year, paying_bureau_id=factories.make_bureau().id)
    db.session.commit()
    with count_statements() as asked:
        client.get("/funds")
    assert len(asked) <= 8, str(asked)
