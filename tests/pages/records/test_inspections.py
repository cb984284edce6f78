"""Inspections: written and published by two persons, found, counted, and shown with their maker."""

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.records.inspections.models import Inspection
from app.records.inspections.rules import InspectionKind, ProductGroup
from tests.support import factories
from tests.support.desks import make_office
from tests.support.factories import make_company
from tests.support.record_factories import make_inspection

FAILED = {
    "failing_items": "菌落总数；苯甲酸",
    "measured": "2.6×10^5；1.3 g/kg",
    "limits": "≤10^5；≤1.0 g/kg",
}
FORM = {
    "kind": "spot_check",
    "level": "city",
    "product_group": "food",
    "product": "特级酿造酱油",
    "batch_number": "20260101",
    "maker_kind": "organisation",
    "maker_name": "温州试验酱油有限公司",
    "seller_name": "试验超市",
    "result": "fail",
    "failing_items": "菌落总数\r\n苯甲酸",
    "measured": "2.6×10^5\r\n1.3 g/kg",
    "limits": "≤10^5\r\n≤1.0 g/kg",
    "laboratory": "试验检测中心",
    "sampled_on": "2026-01-05",
    "announced_on": "2026-02-05",
    "inspecting_body": "试验监管局",
}


@pytest.fixture
def office(client):
    return make_office(client)


def only() -> Inspection:
    return db.session.scalars(select(Inspection)).one()


def test_a_batch_is_local_where_its_maker_is_registered_here(client, office):
    company = make_company(name=FORM["maker_name"], district_code="330304")
    office.write("/admin/inspections/new", FORM | {"uscc": company.uscc})
    assert (only().company, only().is_local) == (company, True)
    assert "2.6×10^5；1.3 g/kg" in client.get(f"/admin/inspections/{only().id}").body_text


def test_the_same_batch_is_not_kept_twice_and_a_person_is_masked(client, office):
    office.is_at_the_desk(office.editor)
    person = FORM | {"maker_kind": "person", "maker_name": "欧阳虚构", "seller_name": "钱虚构"}
    client.post_form("/admin/inspections/new", person)
    assert (only().maker_name, only().seller_name) == ("欧阳某某", "钱某某")
    again = client.post_form("/admin/inspections/new", person)
    assert again.status_code == 400
    assert "已经录入" in again.body_text


def test_the_list_is_narrowed_by_each_filter_and_counts_both_results(client):
    bureau = factories.make_bureau()
    make_inspection(
        **FAILED,
        product="电热水壶",
        product_group=ProductGroup.INDUSTRIAL,
        kind=InspectionKind.PATROL,
        is_local=False,
        district_code=None,
        inspecting_bureau_id=bureau.id,
        announced_on=clock.today(),
    )
    make_inspection(announced_on=clock.today())
    for query in (
        "result=fail",
        "product_group=industrial",
        "kind=patrol",
        "local=no",
        "district=none",
        f"bureau={bureau.id}",
        "q=热水",
        "q=苯甲酸",
    ):
        page = client.get(f"/inspections?{query}")
        assert "共 1 批" in page.body_text, query
        assert "电热水壶" in page.body_text
    text = client.get(f"/inspections?year={clock.today().year}&result=fail").body_text
    assert "50.0%" in text
    assert "共 2 批" in text
    assert "没有抽到不等于合格" in client.get("/inspections?q=无此物").body_text


def test_a_company_shows_its_batches_and_its_other_pages_tell_of_the_failed_ones(client):
    company = make_company()
    make_inspection(company=company, product="黄豆酱油", **FAILED)
    make_inspection(company=company, product="香醋")
    case = factories.make_case(company=company)
    text = client.get(f"/companies/{company.uscc}").body_text
    assert "监督抽查 2" in text
    assert "香醋" in text
    others = client.get(f"/cases/{case.id}").body_text
    assert "黄豆酱油" in others
    assert "香醋" not in others
