"""One click leads from a failed batch to the draft of a case, and of a warning."""

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.publishing.life.rules import PublicationStatus
from app.records.bulletins.models import Bulletin
from app.records.bulletins.rules import BulletinKind, RiskLevel
from app.records.cases.models import Case
from app.records.cases.rules import CaseField
from tests.support.desks import make_office
from tests.support.factories import make_bureau
from tests.support.record_factories import make_inspection

FAILED = {"failing_items": "苯甲酸", "measured": "1.3 g/kg", "limits": "≤1.0 g/kg"}


@pytest.fixture
def office(client):
    return make_office(client)


@pytest.fixture
def failed(office):
    return make_inspection(source_bureau_id=office.bureau.id, **FAILED)


def test_a_failed_batch_drafts_a_case_of_its_maker(client, office, failed):
    desk = f"/admin/inspections/{failed.id}"
    office.is_at_the_desk(office.editor)
    page = client.post_form(desk, action=f"/admin/chains/inspections/{failed.id}/case")
    assert "已按检验结果拟好案件的草稿" in page.body_text
    case = db.session.scalars(select(Case)).one()
    assert (case.company_id, case.field) == (failed.company_id, CaseField.FOOD)
    assert case.status is PublicationStatus.DRAFT
    assert "苯甲酸实测值1.3 g/kg，标准值≤1.0 g/kg" in case.facts
    assert case.title in client.get(desk).body_text
    assert "拟写案件" not in client.get(desk).body_text


def test_a_failed_batch_drafts_a_warning_that_names_the_batch_and_no_other(client, office, failed):
    desk = f"/admin/inspections/{failed.id}"
    office.is_at_the_desk(office.editor)
    page = client.post_form(desk, action=f"/admin/risks/inspections/{failed.id}/warning")
    assert "起草风险警示" in page.body_text
    warning = db.session.scalars(select(Bulletin)).one()
    assert (warning.kind, warning.level) == (BulletinKind.WARNING, RiskLevel.YELLOW)
    assert warning.company_ids == [failed.company_id]
    assert failed.batch_number in warning.title
    assert "不代表同一企业的其他产品和批次" in warning.body
    assert "起草风险警示" not in client.get(desk).body_text


@pytest.mark.parametrize("way", ["chains/inspections/{}/case", "risks/inspections/{}/warning"])
def test_a_second_click_drafts_nothing_more_and_says_so(client, office, failed, way):
    address = f"/admin/{way.format(failed.id)}"
    office.is_at_the_desk(office.editor)
    desk = f"/admin/inspections/{failed.id}"
    page = client.get(desk)
    token = page.all("//input[@name='csrf_token']")[0].get("value")
    client.post(address, data={"csrf_token": token})
    page = client.post(address, data={"csrf_token": token}, follow_redirects=True)
    assert "已经据这个批次" in page.body_text
    assert len(db.session.scalars(select(Case)).all()) <= 1
    assert len(db.session.scalars(select(Bulletin)).all()) <= 1


def test_a_batch_that_passed_offers_neither(client, office):
    passed = make_inspection(source_bureau_id=office.bureau.id)
    office.is_at_the_desk(office.editor)
    text = client.get(f"/admin/inspections/{passed.id}").body_text
    assert "拟写案件" not in text
    assert "起草风险警示" not in text


def test_a_batch_of_another_body_is_not_there(client, office):
    other = make_inspection(source_bureau_id=make_bureau().id, **FAILED)
    office.is_at_the_desk(office.editor)
    assert client.get(f"/admin/inspections/{other.id}").status_code == 404


def test_the_public_is_told_of_the_case_when_that_is_public(client, office, failed):
    desk = f"/admin/inspections/{failed.id}"
    office.is_at_the_desk(office.editor)
    client.post_form(desk, action=f"/admin/chains/inspections/{failed.id}/case")
    case = db.session.scalars(select(Case)).one()
    assert case.title not in client.get(f"/inspections/{failed.id}").body_text
    case.status, case.published_on = PublicationStatus.PUBLISHED, case.decided_on
    db.session.commit()
    assert case.title in client.get(f"/inspections/{failed.id}").body_text
    assert failed.title in client.get(f"/cases/{case.id}").body_text
