"""A natural person is 张某某 on every public door; who that is, staff read with a reason."""

import pytest
from sqlalchemy import select

from app.kernel.audit.models import AuditEvent
from app.kernel.db.key_canaries import encrypted_columns
from app.kernel.db.session import Base, db
from app.kernel.search.maintenance import rebuild
from app.publishing.life.importing import Original, seal_many
from app.publishing.life.sealed import SealedOriginal, original_of
from app.records.cases.models import Case
from tests.support import factories
from tests.support.desks import make_office
from tests.support.record_factories import CASE, NAME, PAPER, SHOWN

DOORS = (
    "/",
    "/cases",
    "/cases?q={name}",
    "/cases/{id}",
    "/cases?format=csv",
    "/cases?format=json",
    "/data/feeds/cases.xml",
    "/search?q={name}",
    "/search?q=无证经营",
    "/api/v1/search?q={name}",
    "/api/v1/search?q=无证经营",
    "/api/v1/suggest?q=钱虚",
)


@pytest.fixture
def case(office):
    office.write("/admin/cases/new", CASE)
    return db.session.scalars(select(Case)).one()


def desk_of(record):
    return f"/admin/cases/{record.id}"


def test_no_public_door_and_no_table_shows_the_full_name_or_the_number(client, office, case):
    assert "公示中" in office.publish(desk_of(case)).body_text
    rebuild()
    client.delete_cookie("mingjian")
    for door in DOORS:
        answer = client.get(door.format(name=NAME, id=case.id))
        assert answer.status_code == 200, door
        text = answer.text.replace(f'value="{NAME}"', "").replace(f"“{NAME}”", "")
        assert PAPER not in text, door
        assert f"{NAME}无证" not in text, door
        assert f"对{NAME}" not in text, door
    assert SHOWN in client.get(f"/cases/{case.id}").body_text
    encrypted = {str(column) for column in encrypted_columns()}
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if str(column) not in encrypted]
        for row in db.session.execute(select(*columns)):
            assert NAME not in str(row), table.name
            assert PAPER not in str(row), table.name
    raw = db.session.connection().exec_driver_sql("SELECT name, paper FROM sealed_originals").one()
    assert not {NAME, PAPER} & set(raw)


@pytest.mark.parametrize("who", ["editor", "reviewer"])
def test_staff_read_the_original_with_a_reason_that_the_log_keeps(client, office, case, who):
    person = getattr(office, who)
    office.is_at_the_desk(person)
    page = client.get(desk_of(case))
    assert "原名加密保存" in page.body_text
    assert NAME not in page.text
    page = client.post_form(desk_of(case), {"need": ""}, action="original")
    assert page.status_code == 400
    assert "请写明查看的理由" in page.body_text
    assert NAME not in page.text
    page = client.post_form(desk_of(case), {"need": "核对决定书"}, action="original")
    assert NAME in page.body_text
    assert PAPER in page.body_text
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "record.original_read")
    ).one()
    assert (event.actor_name, event.reason) == (person.full_name, "核对决定书")
    assert NAME not in client.get(desk_of(case)).text


def test_another_body_finds_neither_record_nor_original(client, office, case):
    other = make_office(client)
    other.is_at_the_desk(other.reviewer)
    page = client.post(f"{desk_of(case)}/original", data={"need": "核对"})
    assert page.status_code in {400, 404}
    assert NAME not in page.text


def test_an_edit_keeps_the_original_and_its_name_is_found_where_it_is_written_again(
    client, office, case
):
    office.write(f"{desk_of(case)}/edit", {"remark": "见钱虚构一案材料", "party_paper": ""})
    found = original_of(case)
    assert (found.name, found.paper) == (NAME, PAPER)
    page = client.get(desk_of(case))
    assert [mark.text_content() for mark in page.all("//mark")] == [NAME]
    office.send(desk_of(case))
    assert office.approve(desk_of(case)).status_code == 409


def test_a_person_whose_name_was_never_masked_is_held_back(office):
    case = factories.make_case(
        party_kind="person",
        party_name=NAME,
        company_id=None,
        uscc=None,
        title="无证经营案",
        status="draft",
        published_on=None,
        source_bureau_id=office.bureau.id,
    )
    office.send(desk_of(case))
    page = office.approve(desk_of(case))
    assert page.status_code == 409
    assert "“行政相对人名称”里有自然人姓名 1 处" in page.body_text


def test_a_firm_has_no_number_of_a_person(office):
    page = office.write(
        "/admin/cases/new",
        CASE | {"party_kind": "organisation", "party_name": "温州虚构食品有限公司"},
    )
    assert page.status_code == 400
    assert "不填自然人证件号码" in page.body_text


def test_licences_are_sealed_alike(client, office):
    office.write(
        "/admin/licences/new",
        {
            "party_kind": "person",
            "party_name": NAME,
            "party_paper": PAPER,
            "licence_number": "温许〔2026〕1号",
            "kind": "general",
            "content": "餐饮服务",
            "decided_on": CASE["decided_on"],
            "deciding_body": "试验监管局",
            "state": "valid",
        },
    )
    sealed = db.session.scalars(select(SealedOriginal)).one()
    assert (sealed.shown, sealed.name, sealed.paper) == (SHOWN, NAME, PAPER)


def test_what_a_file_brings_is_sealed_once(office):
    case = factories.make_case(
        party_kind="person", party_name=SHOWN, company_id=None, uscc=None, source_key="k1"
    )
    for _ in range(2):
        seal_many(Case, {"k1": Original(SHOWN, NAME), "k2": Original("李某", "李某")})
    sealed = db.session.scalars(select(SealedOriginal)).one()
    assert (sealed.record_id, sealed.name, sealed.paper) == (case.id, NAME, "")


def test_versions_cover_what_was_masked_and_open_with_a_reason(client, office):
    exposed = "员工李小明在场，电话13800138000"
    article = factories.make_bulletin(
        body=exposed, status="draft", published_on=None, source_bureau_id=office.bureau.id
    )
    address = f"/admin/bulletins/{article.id}/versions"
    office.write(f"/admin/bulletins/{article.id}/edit", {"body": "员工在场"})
    page = client.get(address)
    assert "个人信息已遮盖" in page.body_text
    assert "员工李某某在场，电话［电话已隐去］" in page.body_text
    assert "李小明" not in page.text
    assert client.post_form(address, {"need": ""}, action="open").status_code == 400
    page = client.post_form(address, {"need": "核对原件"}, action="open")
    assert "13800138000" in page.body_text
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (event.action, event.reason) == ("record.versions_read", "核对原件")
