"""The reward fund: who was paid how much and why, in rows that add up to each year's total."""

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.people.models import Bureau
from app.publishing.life.rules import PublicationStatus
from app.records.funds.models import FundPayment
from tests.support.desks import make_office
from tests.support.record_factories import import_payments, make_payment

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


def test_a_file_brings_payments_once_and_corrects_them(app, tmp_path):
    assert import_payments(app, tmp_path, {}).counts["added"] == 1
    assert only().amount_cents == 50_000_000
    assert db.session.get(Bureau, only().paying_bureau_id).code == "city-market-supervision"
    assert import_payments(app, tmp_path, {}).counts["unchanged"] == 1
    assert import_payments(app, tmp_path, {"奖励金额（万元）": "30"}).counts["changed"] == 1
    assert only().amount_cents == 30_000_000
