"""A matter about a body's own people never reaches that body, by whatever way."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import DomainError, InvalidInputError, NotFoundError
from app.kernel.jobs.models import OutboxMessage
from app.matters.complaints.clocks.services.reminders import send_reminders
from app.matters.complaints.desk import queries as desk
from app.matters.complaints.desk.rules import WorklistQuery
from app.matters.complaints.handling.services.assistance import ask_assistance
from app.matters.complaints.handling.services.handling import accept_matter, add_note
from app.matters.complaints.matter.answers import (
    CONDUCT_CATEGORY,
    ComplaintAnswers,
    Facts,
    Subject,
    SubjectKind,
)
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.queries import (
    coordination_office,
    matter_of,
    named_body,
    visible_to,
)
from app.matters.complaints.matter.rules.states import MatterWorklist
from app.matters.complaints.routing.queries.destination import destination
from app.matters.complaints.routing.services.referral import (
    refer_matter,
    return_matter,
    settle_matter,
)
from app.people.models import Bureau, BureauSuccession
from app.people.rules import Role
from tests.support.complaint_factories import make_matter, make_submission
from tests.support.factories import (
    add,
    make_bureau,
    make_company,
    make_coordination_office,
    make_staff,
)

pytestmark = pytest.mark.trust(3)


@pytest.fixture
def accused(app):
    return make_bureau()


@pytest.fixture
def matter(accused):
    return make_matter(submission=make_submission(subject_bureau_id=accused.id))


def test_neither_a_body_nor_the_coordination_office_gives_it_to_the_body_it_is_about(
    matter, accused
):
    office = make_staff(Role.COORDINATOR, bureau=make_coordination_office())
    body = make_staff(bureau=matter.bureau)
    for give, staff in ((refer_matter, body), (settle_matter, office)):
        with pytest.raises(InvalidInputError, match="反映的正是这个部门"):
            give(matter=matter, staff=staff, to_bureau_id=accused.id, reason="试")
    for other in (body, office):
        assert matter_of(other, matter.number) is not None


def test_nobody_of_that_body_sees_it(matter, accused):
    matter.assistants.append(accused)
    db.session.commit()
    for role in (Role.HANDLER, Role.HEAD, Role.COORDINATOR):
        staff = make_staff(role, bureau=accused)
        assert matter_of(staff, matter.number) is None
        assert unlisted_for(staff, matter)


def body(code):
    return db.session.scalars(select(Bureau).where(Bureau.code == code)).one()


def succeed(old, new):
    add(BureauSuccession(predecessor_id=old.id, successor_id=new.id, on=date(2026, 1, 1)))


def test_whoever_took_over_from_that_body_gets_and_sees_it_no_more_than_the_body(matter, accused):
    between, now = make_bureau(), make_bureau()
    succeed(accused, between)
    succeed(between, now)
    matter.assistants.append(now)
    db.session.commit()
    for role in (Role.HANDLER, Role.COORDINATOR):
        staff = make_staff(role, bureau=now)
        assert matter_of(staff, matter.number) is None
        with pytest.raises(NotFoundError):
            add_note(matter=matter, staff=staff, text="试")
    lead = make_staff(bureau=matter.bureau)
    with pytest.raises(InvalidInputError, match="反映的正是这个部门"):
        refer_matter(matter=matter, staff=lead, to_bureau_id=now.id, reason="试")


def test_a_matter_that_names_the_coordination_office_is_not_returned_to_it(app):
    office = coordination_office()
    matter = make_matter(submission=make_submission(subject_bureau_id=office.id))
    back = {"to_bureau_id": make_bureau().id, "legal_basis": "试", "reason": "试"}
    with pytest.raises(InvalidInputError, match="反映的正是质量强市办"):
        return_matter(matter=matter, staff=make_staff(bureau=matter.bureau), **back)


@pytest.mark.parametrize("is_named", [True, False])
def test_the_coordination_office_is_not_reminded_of_a_matter_that_names_it(
    app, frozen_clock, is_named
):
    office = coordination_office()
    submission = make_submission(subject_bureau_id=office.id if is_named else None)
    matter = make_matter(submission=submission)
    frozen_clock.move_to("2026-03-25 10:00+08:00")
    assert send_reminders() == 1
    mails = db.session.scalars(select(OutboxMessage.payload).where(OutboxMessage.topic == "mail"))
    recipients = {(mail["to"]["kind"], mail["to"]["id"]) for mail in mails}
    expected = {("bureau", matter.bureau_id), ("bureau", office.id)}
    assert recipients == expected - ({("bureau", office.id)} if is_named else set())


ACTS = ("refer", "return", "settle", "assist", "accept")


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 4)), min_size=2, max_size=8))
def test_no_way_between_bodies_leads_to_whom_the_matter_names(app, steps):
    office = coordination_office()
    named, heir, *others = (make_bureau() for _ in range(4))
    succeed(named, heir)
    bodies = [named, heir, *others, office]
    matter = make_matter(bureau=others[0], submission=make_submission(subject_bureau_id=named.id))
    roles = (Role.HANDLER, Role.COORDINATOR)
    barred = [make_staff(role, bureau=body) for body in (named, heir) for role in roles]
    db.session.commit()
    for act, index in steps:
        try:
            perform(act, matter, bodies[index], office)
        except DomainError:
            db.session.rollback()
        assert matter.bureau_id not in {named.id, heir.id}
        assert {named.id, heir.id}.isdisjoint(one.id for one in matter.assistants)
        for staff in barred:
            shown = select(Matter.id).where(Matter.id == matter.id, visible_to(staff))
            assert db.session.scalar(shown) is None


def perform(act, matter, target, office):
    staff = make_staff(bureau=matter.bureau)
    coordinator = make_staff(Role.COORDINATOR, bureau=office)
    if matter.bureau_id == office.id:
        staff = coordinator
    given = {"matter": matter, "staff": staff, "to_bureau_id": target.id}
    if act == "refer":
        refer_matter(**given, reason="试")
    elif act == "return":
        return_matter(**given, legal_basis="试", reason="试")
    elif act == "settle":
        settle_matter(**{**given, "staff": coordinator}, reason="试")
    elif act == "assist":
        ask_assistance(**given, task="试", due_on=matter.due_on)
    else:
        accept_matter(matter=matter, staff=staff)


def unlisted_for(staff, matter):
    """Whether no list of the desk has it: each matter is open or ended, whatever list it is in."""
    dates = desk.DeskDates(clock.today(), clock.today())
    found = list(desk.matters_of(staff, [matter.number]))
    for worklist in (MatterWorklist.OPEN, MatterWorklist.ENDED):
        found += desk.worklist_page(staff, WorklistQuery(worklist, q=matter.number), dates).items
    return matter not in found


def answers(subject, **facts):
    given = {"title": "试", "narrative": "试", "happened": "昨天", "district": "", "place": ""}
    return ComplaintAnswers(
        subject=subject,
        category=facts.pop("category", "food-circulation"),
        facts=Facts(**{**given, **facts}),
    )


def test_a_body_named_in_words_counts_as_named(app):
    local = body("ouhai-market-supervision")
    official = Subject(who=SubjectKind.OFFICIAL, official="瓯海区市场监管局郭溪所的所长")
    assert named_body(official) == local
    shop = Subject(who=SubjectKind.COMPANY, name=local.name)
    assert named_body(shop) == local
    beside = Subject(who=SubjectKind.COMPANY, name=f"{local.name}旁边的小卖部")
    assert named_body(beside) is None
    target = destination(answers(shop, district="330304"), clock.today())
    assert target.bureau.is_coordination_office
    assert "不转给被反映的部门" in target.reason
    assert local not in target.assistants


def test_the_longest_name_in_the_words_is_the_body_meant(app):
    words = "温州市生态环境局鹿城分局的工作人员"
    subject = Subject(who=SubjectKind.OFFICIAL, official=words)
    assert named_body(subject).name == "温州市生态环境局鹿城分局"


def test_where_the_coordination_office_is_named_another_body_decides(app):
    office = coordination_office()
    subject = Subject(who=SubjectKind.OFFICIAL, bureau=office.code)
    assert destination(answers(subject), clock.today()).bureau == body("city-supervision")
    for rule_of in (CONDUCT_CATEGORY, "other-unclear"):
        named = Subject(who=SubjectKind.COMPANY, name=office.name)
        target = destination(answers(named, category=rule_of), clock.today())
        assert target.bureau == body("city-supervision")


@pytest.mark.parametrize(
    ("place", "lead"),
    [
        ("温州经济技术开发区滨海园区", "longwan-market-supervision"),
        ("瓯江口新区灵昆街道", "dongtou-market-supervision"),
        ("洞头县北岙街道", "dongtou-market-supervision"),
        ("苍南县龙港镇人民路", "longgang-market-supervision"),
        ("网店，平台名不清楚", "city-market-supervision"),
    ],
)
def test_the_place_says_where_when_no_district_was_chosen(app, place, lead):
    subject = Subject(who=SubjectKind.UNKNOWN)
    assert destination(answers(subject, place=place), clock.today()).bureau.code == lead


def test_a_company_registered_with_the_city_is_looked_for_where_it_is(app):
    company = make_company(district_code="330304")
    subject = Subject(who=SubjectKind.COMPANY, name=company.name, company=company.ref)
    target = destination(answers(subject, place="网购"), clock.today())
    assert target.bureau.code == "ouhai-market-supervision"
    elsewhere = destination(answers(subject, district="330302"), clock.today())
    assert elsewhere.bureau.code == "lucheng-market-supervision"
