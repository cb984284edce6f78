"""What a row says of a change: which fields, before and after, and never who a person is."""

import pytest
from sqlalchemy import select

from app.kernel import audit
from app.kernel.audit.models import LONGEST, AuditEvent, read
from app.kernel.db.session import Base, db
from app.kernel.search.documents import SearchKind
from app.matters.complaints.handling.services import handling
from app.matters.complaints.matter.models.matters import Matter
from app.people import services as accounts
from app.people.models import Staff
from app.people.rules import Role
from app.publishing.fields.declaring import labels_of
from app.publishing.life import services
from app.publishing.life.rules import PublicationStatus
from app.publishing.life.services import Edit
from app.records.bulletins.models import Bulletin
from app.records.bulletins.rules import BulletinKind
from app.site.admin.audit_fields import FIELDS
from tests.support import factories
from tests.support.complaint_factories import make_matter
from tests.support.desks import publish
from tests.support.factories import make_staff

ALICE = audit.Actor(7, "林晓", "reviewer")


def last() -> AuditEvent:
    return db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()


def logged() -> dict[str, tuple[object, object]]:
    return read(last().changes)


def draft(**changes: object) -> object:
    made = factories.make_case(status=PublicationStatus.DRAFT, published_on=None, **changes)
    db.session.commit()
    return made


def save(case, **values: object) -> None:
    services.save(case, values, kind=SearchKind.CASE, edit=Edit(ALICE))


def test_a_changed_record_tells_the_fields_that_changed_and_no_others(app):
    case = draft(title="旧题", fine_cents=100)
    save(case, title="新题", fine_cents=200, content=case.content)
    assert logged() == {"title": ("旧题", "新题"), "fine_cents": (100, 200)}


def test_a_new_record_tells_all_that_was_entered(app):
    bulletin = Bulletin(status=PublicationStatus.DRAFT)
    values = {"kind": BulletinKind.NOTICE, "title": "通知", "body": "正文"}
    services.save(bulletin, values, kind=SearchKind.BULLETIN, edit=Edit(ALICE))
    assert logged()["title"] == (None, bulletin.title)
    assert logged()["status"] == (None, "草稿")
    assert "created_at" not in logged()


def test_publishing_and_withdrawing_tell_the_states(app):
    case = draft()
    publish(case, SearchKind.CASE)
    assert logged()["status"] == ("待审", "公示中")
    services.withdraw_publication(case, kind=SearchKind.CASE, actor=ALICE, reason="有误")
    assert logged()["status"] == ("公示中", "已撤下")
    assert logged()["withdrawal_reason"] == (None, "有误")


def test_what_a_query_has_flushed_in_between_is_told_too(app):
    case = draft(title="旧题")
    case.title = "中题"
    db.session.scalars(select(Base.metadata.tables["companies"].c.id)).all()
    save(case, title="新题")
    assert logged() == {"title": ("旧题", "新题")}


def test_a_relationship_tells_the_key(app):
    case = draft()
    old, other = case.company_id, factories.make_company()
    save(case, company_id=other.id)
    assert logged() == {"company_id": (old, other.id)}


def test_what_was_rolled_back_is_not_told(app):
    case = draft(title="旧题")
    case.title = "错题"
    db.session.flush()
    db.session.rollback()
    save(case, content="改")
    assert set(logged()) == {"content"}


def test_what_went_with_a_savepoint_is_not_told_and_what_came_before_it_is(app):
    case = draft(title="旧题", violation="旧事")
    case.title = "新题"
    savepoint = db.session.begin_nested()
    case.violation = "错事"
    db.session.flush()
    savepoint.rollback()
    with db.session.begin_nested():
        case.fine_cents = 200
    save(case, content="改")
    assert {name: new for name, (_, new) in logged().items()} == {
        "title": "新题",
        "fine_cents": 200,
        "content": "改",
    }


def test_persons_are_told_as_a_keyed_hash_that_is_the_same_for_the_same_name(app):
    case = draft(legal_representative="林守仁")
    save(case, legal_representative="周若溪")
    first = logged()["legal_representative"]
    save(case, legal_representative="林守仁")
    assert logged()["legal_representative"] == first[::-1]
    assert "林守仁" not in last().changes
    assert "周若溪" not in last().changes
    assert all(str(value).startswith("校验值 ") for value in first)


def test_numbers_of_people_are_hidden_and_long_texts_cut(app):
    case = draft()
    save(case, facts="电话 13800001234。" + "长" * LONGEST)
    assert "13800001234" not in last().changes
    assert logged()["facts"][1].endswith("字）")
    assert len(logged()["facts"][1]) < LONGEST + 20


def test_accounts_tell_roles_and_states_but_neither_names_nor_passwords(app):
    bureau = factories.make_bureau()
    staff = accounts.create_staff(
        username="newcomer",
        full_name="周若溪",
        bureau=bureau,
        roles=[Role.EDITOR],
        password="Str0ng-enough!2026",
    )
    assert logged()["roles"] == ("", "编辑")
    assert logged()["bureau_id"] == (None, bureau.id)
    assert not {"password_hash", "周若溪", "newcomer"} & set(str(last().changes).split('"'))
    accounts.change_roles(staff=staff, roles=[Role.REVIEWER])
    assert logged() == {"roles": ("编辑", "审核")}
    accounts.disable_staff(staff=staff)
    assert logged() == {"is_enabled": (True, False)}
    accounts.enable_staff(staff=staff)
    assert logged() == {"is_enabled": (False, True)}


def test_a_matter_tells_its_state_and_nothing_that_was_written(app, frozen_clock):
    bureau = factories.make_bureau()
    handler, matter = make_staff(bureau=bureau), make_matter(bureau=bureau)
    db.session.commit()
    handling.accept_matter(matter=matter, staff=handler)
    assert logged()["status"][0] == "新到"
    assert set(logged()) <= {"status", "step", "due_on", "handler_id"}


@pytest.mark.parametrize(
    "model",
    sorted(
        (each.class_ for each in Base.registry.mappers if issubclass(each.class_, audit.Audited)),
        key=lambda model: model.__name__,
    ),
)
def test_every_field_that_can_be_told_has_a_name(model):
    named = FIELDS.keys() | labels_of(model).keys() | model.UNTOLD
    assert not {column.key for column in model.__mapper__.column_attrs} - named


def test_what_citizens_wrote_is_in_no_audited_column():
    untold = {"public_title", "public_summary"}
    assert untold <= Matter.UNTOLD
    assert {"password_hash"} <= Staff.UNTOLD
