"""Changing the routing table: from a day to come, by two people, never leading nowhere."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.kernel.audit.models import AuditEvent, read
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError
from app.matters.complaints.routing.queries import table as routing_table
from app.matters.complaints.routing.queries.trial import trial
from app.matters.complaints.routing.reference import load_reference_data
from app.matters.complaints.routing.rules import ChangeState, resolve
from app.matters.complaints.routing.services.table import (
    approve_change,
    drop_change,
    propose_change,
    send_back_change,
)
from app.people.models import Bureau
from app.people.rules import Role
from tests.support.complaint_factories import make_matter, make_submission
from tests.support.factories import make_bureau, make_coordination_office, make_staff

pytestmark = pytest.mark.usefixtures("app", "frozen_clock")

FOOD, OUHAI, LUCHENG = "food-circulation", "330304", "330302"
TODAY, TOMORROW, LATER = date(2026, 3, 4), date(2026, 3, 5), date(2026, 4, 1)


@pytest.fixture
def author():
    return make_staff(Role.COORDINATOR, bureau=make_coordination_office())


@pytest.fixture
def reviewer():
    return make_staff(Role.COORDINATOR, bureau=make_coordination_office())


def body(code):
    return db.session.scalars(select(Bureau).where(Bureau.code == code)).one()


def propose(author, **changes):
    defaults = {
        "category": FOOD,
        "district": OUHAI,
        "lead_id": body("city-market-supervision").id,
        "basis": "市场监管体制调整",
        "valid_from": LATER,
        "reason": "体制调整",
    }
    return propose_change(staff=author, **{**defaults, **changes})


def changed(author, reviewer, **changes):
    made = propose(author, **changes)
    approve_change(change=made, staff=reviewer)
    return made


def lead_on(day, district=OUHAI):
    rules = [routing_table.as_line(row) for row in routing_table.rules_of(FOOD)]
    return resolve(FOOD, district, day, rules).lead


def test_a_change_makes_a_new_row_and_ends_the_old_on_the_day_before(author, reviewer):
    before = routing_table.rule_on(FOOD, OUHAI, TODAY)
    content = (before.lead_bureau_id, before.basis, before.valid_from)
    made = changed(author, reviewer)
    assert (before.lead_bureau_id, before.basis, before.valid_from) == content
    assert before.valid_until == LATER - timedelta(days=1)
    assert (made.rule.valid_from, made.rule.valid_until) == (LATER, None)
    assert lead_on(LATER - timedelta(days=1)) == "ouhai-market-supervision"
    assert lead_on(LATER) == "city-market-supervision"
    assert lead_on(LATER, LUCHENG) == "lucheng-market-supervision"


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=400)])
def test_the_past_is_never_rewritten(author, day):
    with pytest.raises(InvalidInputError, match="最早从明天起"):
        propose(author, valid_from=day)


def test_a_change_that_was_left_lying_can_not_be_approved_backwards(author, reviewer, frozen_clock):
    made = propose(author, valid_from=TOMORROW)
    frozen_clock.move_to("2026-03-05 10:00+08:00")
    with pytest.raises(InvalidInputError, match="最早从明天起"):
        approve_change(change=made, staff=reviewer)


def test_a_rule_that_begins_later_ends_the_one_put_before_it(author, reviewer):
    changed(author, reviewer)
    earlier = changed(
        author, reviewer, valid_from=TOMORROW, lead_id=body("lucheng-market-supervision").id
    )
    assert earlier.rule.valid_until == LATER - timedelta(days=1)
    assert [lead_on(day) for day in (TODAY, TOMORROW, LATER)] == [
        "ouhai-market-supervision",
        "lucheng-market-supervision",
        "city-market-supervision",
    ]


def test_a_rule_replaced_before_its_first_day_never_holds(author, reviewer):
    first = changed(author, reviewer)
    changed(author, reviewer, lead_id=body("lucheng-market-supervision").id)
    assert first.rule.valid_until < first.rule.valid_from
    assert lead_on(LATER) == "lucheng-market-supervision"


def test_two_people_change_the_table(author, reviewer):
    made = propose(author)
    with pytest.raises(NotAllowedError, match="两个人"):
        approve_change(change=made, staff=author)
    with pytest.raises(NotAllowedError, match="提出人"):
        drop_change(change=made, staff=reviewer)
    with pytest.raises(NotAllowedError):
        approve_change(change=made, staff=make_staff(Role.HANDLER))
    with pytest.raises(NotAllowedError):
        propose(make_staff(Role.HANDLER), district=LUCHENG)
    send_back_change(change=made, staff=reviewer, answer="依据不足")
    assert made.state is ChangeState.RETURNED
    with pytest.raises(ConflictError, match="已退回"):
        approve_change(change=made, staff=reviewer)
    assert lead_on(LATER) == "ouhai-market-supervision"


def test_one_change_of_a_cell_waits_at_a_time(author):
    made = propose(author)
    with pytest.raises(ConflictError, match="已经有一项修改待审核"):
        propose(author, valid_from=TOMORROW)
    drop_change(change=made, staff=author)
    propose(author, valid_from=TOMORROW)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"valid_until": TODAY}, "不履职"),
        ({"valid_from": LATER + timedelta(days=1)}, "不履职"),
        ({"email": None}, "没有联系邮箱"),
    ],
)
@pytest.mark.parametrize("as_lead", [True, False])
def test_a_rule_leads_to_bodies_in_office_that_can_be_told(author, changes, words, as_lead):
    dead = make_bureau(**changes)
    rule = {"lead_id": dead.id} if as_lead else {"assistant_ids": (dead.id,)}
    with pytest.raises(InvalidInputError, match=words):
        propose(author, **rule)


def test_a_body_that_ends_meanwhile_is_seen_at_the_approval(author, reviewer):
    lead = make_bureau()
    made = propose(author, lead_id=lead.id)
    lead.valid_until = TODAY
    with pytest.raises(InvalidInputError, match="不履职"):
        approve_change(change=made, staff=reviewer)


def test_the_same_rule_again_and_a_lead_that_assists_itself_are_refused(author):
    held = routing_table.rule_on(FOOD, OUHAI, TODAY)
    same = {
        "lead_id": held.lead_bureau_id,
        "assistant_ids": tuple(each.id for each in held.assistants),
        "basis": held.basis,
    }
    with pytest.raises(InvalidInputError, match="没有要修改的内容"):
        propose(author, **same)
    lead = body("city-market-supervision").id
    with pytest.raises(InvalidInputError, match="不能同时协办"):
        propose(author, assistant_ids=(lead,))


def test_loading_the_file_again_keeps_what_people_changed(author, reviewer):
    made = changed(author, reviewer)
    before = made.rule.valid_from, routing_table.rule_on(FOOD, OUHAI, TODAY).valid_until
    loaded = {each.kind: each for each in load_reference_data()}
    assert (loaded["routing rules"].added, loaded["routing rules"].changed) == (0, 0)
    assert before == (LATER, routing_table.rule_on(FOOD, OUHAI, TODAY).valid_until)
    assert lead_on(LATER) == "city-market-supervision"


def test_every_change_is_in_the_log_with_what_it_changed(author, reviewer):
    made = changed(author, reviewer)
    rows = db.session.scalars(
        select(AuditEvent).where(AuditEvent.object_type == "routing_change").order_by(AuditEvent.id)
    ).all()
    assert [(row.action, row.actor_id) for row in rows] == [
        ("routing.proposed", author.id),
        ("routing.approved", reviewer.id),
    ]
    changes = read(rows[1].changes)
    assert changes["lead_bureau"] == ("瓯海区市场监督管理局", made.lead_bureau.name)


def test_what_would_have_gone_elsewhere_is_counted_and_listed(author):
    here, there = body("ouhai-market-supervision"), body("city-health")
    in_ouhai = {"category_code": FOOD, "district_code": OUHAI}
    moved = [make_matter(submission=make_submission(**in_ouhai), bureau=here) for _ in range(3)]
    make_matter(submission=make_submission(category_code=FOOD, district_code=LUCHENG))
    make_matter(submission=make_submission(**in_ouhai), received_on=TODAY - timedelta(days=91))
    make_matter(submission=make_submission(**in_ouhai, subject_bureau_id=make_bureau().id))
    change = propose(author, lead_id=there.id)
    made = trial(routing_table.as_line(change), author)
    assert (made.looked_at, made.elsewhere) == (4, 3)
    assert [(each.away_from, each.to, each.count) for each in made.shifts] == [
        (here.name, there.name, 3)
    ]
    assert {each.number for each in made.moved.items} == {matter.number for matter in moved}
    assert made.moved.total == 3


def test_a_rule_for_the_city_is_tried_where_no_district_has_its_own(author):
    make_matter(submission=make_submission(category_code=FOOD, district_code=OUHAI))
    nowhere = make_matter(submission=make_submission(category_code=FOOD, district_code=None))
    change = propose(author, district=None, lead_id=body("city-health").id)
    made = trial(routing_table.as_line(change), author)
    assert [each.number for each in made.moved.items] == [nowhere.number]


def test_other_assistants_are_told_apart_from_another_lead(author):
    make_matter(submission=make_submission(category_code=FOOD, district_code=OUHAI))
    lead = body("ouhai-market-supervision").id
    other = {"lead_id": lead, "assistant_ids": (body("ouhai-health").id,)}
    change = propose(author, **other)
    made = trial(routing_table.as_line(change), author)
    assert (made.elsewhere, made.assisted_otherwise, made.moved.total) == (0, 1, 0)


def test_the_table_as_it_is_reaches_a_live_body_from_everywhere():
    assert routing_table.gaps(TODAY) == []


def test_a_body_that_ends_or_loses_its_address_leaves_gaps_that_are_named():
    lead = body("ouhai-market-supervision")
    lead.email = None
    db.session.flush()
    found = [gap for gap in routing_table.gaps(TODAY) if gap.category_code == FOOD]
    assert [(gap.district_code, gap.reason) for gap in found] == [
        (OUHAI, "瓯海区市场监督管理局没有联系邮箱")
    ]


def test_a_category_without_a_rule_is_a_gap_in_every_district():
    for row in routing_table.rules_of(FOOD):
        row.valid_until = TODAY - timedelta(days=1)
    db.session.flush()
    found = [gap for gap in routing_table.gaps(TODAY) if gap.category_code == FOOD]
    assert {gap.reason for gap in found} == {"没有分派规则"}
    assert len(found) == 13


def test_bodies_that_lead_without_anybody_to_handle_are_known():
    lead = body("ouhai-market-supervision")
    assert lead in routing_table.bodies_without_staff(TODAY)
    make_staff(Role.EDITOR, bureau=lead)
    assert lead in routing_table.bodies_without_staff(TODAY)
    make_staff(Role.HANDLER, bureau=lead)
    assert lead not in routing_table.bodies_without_staff(TODAY)
