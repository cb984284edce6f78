"""Between bodies: returns within the office's own clock, adjudication, and assisting bodies."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError
from app.kernel.jobs.models import OutboxMessage
from app.matters.complaints.desk import queries as desk
from app.matters.complaints.desk.rules import WorklistQuery
from app.matters.complaints.handling.rules import days_to_assist
from app.matters.complaints.handling.services import assistance, handling
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.models.answers import PublicReply
from app.matters.complaints.matter.models.handovers import AssistTask
from app.matters.complaints.matter.queries import matter_of
from app.matters.complaints.matter.rules.acts import MatterAct
from app.matters.complaints.matter.rules.entries import AssistState, ReturnDecision
from app.matters.complaints.matter.rules.states import MatterStatus, MatterWorklist
from app.matters.complaints.routing.queries import destination
from app.matters.complaints.routing.services import referral
from app.people.rules import Role
from tests.support.complaint_factories import make_matter, make_return, make_submission
from tests.support.factories import make_bureau, make_coordination_office, make_staff

pytestmark = [pytest.mark.trust(2), pytest.mark.usefixtures("app", "frozen_clock")]

BASIS = "《浙江省综合行政执法条例》第十条"


@pytest.fixture
def office():
    return make_coordination_office()


@pytest.fixture
def coordinator(office):
    return make_staff(Role.COORDINATOR, bureau=office)


def send_back(matter, proposed, **changes):
    staff = make_staff(bureau=matter.bureau)
    given = {"to_bureau_id": proposed.id, "legal_basis": BASIS, "reason": "属生产环节"}
    referral.return_matter(matter=matter, staff=staff, **{**given, **changes})


def settle(matter, coordinator, body):
    referral.settle_matter(
        matter=matter, staff=coordinator, to_bureau_id=body.id, reason="按职责分工"
    )


def refer(matter, to):
    staff = make_staff(bureau=matter.bureau)
    referral.refer_matter(matter=matter, staff=staff, to_bureau_id=to.id, reason="试")


def ask(matter, helper, task="试", due_on=date(2026, 3, 10)):
    staff = make_staff(bureau=matter.bureau)
    assistance.ask_assistance(
        matter=matter, staff=staff, to_bureau_id=helper.id, task=task, due_on=due_on
    )


def mails(template):
    found = db.session.scalars(select(OutboxMessage.payload).where(OutboxMessage.topic == "mail"))
    return [payload for payload in found if payload["template"] == template]


def test_the_office_has_one_working_day_to_decide_a_return(office, frozen_clock):
    frozen_clock.move_to("2026-03-06 10:00+08:00")  # a Friday
    matter = make_matter()
    send_back(matter, make_bureau())
    assert matter.open_return.due_on == date(2026, 3, 9)
    assert destination.decisions_due([matter]) == {matter.id: date(2026, 3, 9)}
    assert mails("new_matter")[-1]["facts"]["deadline"] == "2026-03-09"


def test_what_nobody_was_found_for_has_the_same_clock(office, frozen_clock):
    matter = make_matter(bureau=office, status=MatterStatus.ROUTING)
    assert destination.decisions_due([matter]) == {matter.id: date(2026, 3, 5)}


def test_a_return_names_ground_and_body_and_the_office_reads_both(office, coordinator):
    matter, proposed = make_matter(), make_bureau(name="试验农业局")
    send_back(matter, proposed)
    seen = matter_of(coordinator, matter.number)
    assert (seen.open_return.legal_basis, seen.open_return.proposed_bureau) == (BASIS, proposed)
    assert f"依据：{BASIS}。建议由试验农业局承办" in seen.events[-1].text


@pytest.mark.parametrize("gives_back", [True, False])
def test_the_decision_says_whether_the_return_was_right(office, coordinator, gives_back):
    first, other = make_bureau(), make_bureau()
    matter = make_matter(bureau=first)
    send_back(matter, other)
    settle(matter, coordinator, first if gives_back else other)
    decided = matter.returns[0]
    assert decided.decision is (ReturnDecision.KEPT if gives_back else ReturnDecision.MOVED)
    assert decided.decided_on == clock.today()
    assert matter.open_return is None
    assert not matter.is_adjudicated


def test_after_two_returns_the_office_adjudicates_and_nothing_moves_on(office, coordinator):
    first, second = make_bureau(), make_bureau()
    matter = make_matter(bureau=first)
    send_back(matter, second)
    settle(matter, coordinator, second)
    send_back(matter, first)
    settle(matter, coordinator, second)
    assert matter.is_adjudicated
    assert "裁定" in matter.routing_reason
    staff = make_staff(bureau=second)
    assert {MatterAct.RETURN, MatterAct.REFER}.isdisjoint(RULES.open_to(matter, staff))
    with pytest.raises(ConflictError, match="已经裁定"):
        send_back(matter, first)
    with pytest.raises(ConflictError, match="已经裁定"):
        refer(matter, first)


def test_the_database_knows_no_third_return(office):
    matter = make_matter()
    send_back(matter, make_bureau())
    with pytest.raises(IntegrityError):
        make_return(matter, ordinal=3)
    db.session.rollback()


def test_the_reporters_clock_never_restarts(office, coordinator, frozen_clock):
    first, second, third = (make_bureau() for _ in range(3))
    matter = make_matter(bureau=first)
    before = [(one.started_on, one.due_on, one.met_on) for one in matter.deadlines]
    due_on, step = matter.due_on, matter.step
    refer(matter, second)
    for day, giver, taker in ((5, first, third), (6, first, second)):
        frozen_clock.move_to(f"2026-03-0{day} 10:00+08:00")
        send_back(matter, giver)
        settle(matter, coordinator, taker)
    assert [(one.started_on, one.due_on, one.met_on) for one in matter.deadlines] == before
    assert (matter.due_on, matter.step) == (due_on, step)


def test_two_bodies_can_not_hand_a_matter_to_and_fro(office):
    first, second = make_bureau(), make_bureau()
    matter = make_matter(bureau=first)
    refer(matter, second)
    with pytest.raises(ConflictError, match="已经转出过"):
        refer(matter, first)


def test_a_body_proposes_another_body_and_the_office_returns_nothing_to_itself(office, coordinator):
    matter = make_matter()
    with pytest.raises(InvalidInputError, match="不能是本部门"):
        send_back(matter, matter.bureau)
    own = make_matter(bureau=office)
    with pytest.raises(ConflictError, match="自己承办的事项不能退回"):
        send_back(own, matter.bureau)


def test_returned_matters_stand_in_the_offices_list_the_oldest_first(
    office, coordinator, frozen_clock
):
    late, early = make_matter(), make_matter()
    send_back(early, make_bureau())
    frozen_clock.move_to("2026-03-05 10:00+08:00")
    send_back(late, make_bureau())
    dates = desk.DeskDates(clock.today(), clock.today())
    page = desk.worklist_page(coordinator, WorklistQuery(MatterWorklist.DISPUTED), dates)
    assert page.items == [early, late]
    settle(early, coordinator, make_bureau())
    assert desk.worklist_counts(coordinator, dates)[MatterWorklist.DISPUTED] == 1


def test_the_lead_asks_and_the_assistant_reports_to_it(office):
    lead, helper = make_bureau(), make_bureau()
    matter = make_matter(bureau=lead)
    ask(matter, helper, "请检测水样。")
    assert helper in matter.assistants
    (mail,) = mails("assist_task")
    assert mail["facts"] == {
        "number": matter.number,
        "category": matter.submission.category.name,
        "lead": lead.name,
        "deadline": "2026-03-10",
    }
    staff = make_staff(bureau=helper)
    assert destination.reports_due(helper.id, [matter]) == {matter.id: date(2026, 3, 10)}
    assistance.report_back(matter=matter, staff=staff, text="水样超标。")
    (task,) = matter.assist_tasks
    assert (task.report, task.state) == ("水样超标。", AssistState.REPORTED)
    assert not matter.events[-1].is_visible_to_reporter
    assert mails("assist_report")[0]["to"]["id"] == lead.id
    with pytest.raises(ConflictError, match="没有要反馈"):
        assistance.report_back(matter=matter, staff=staff, text="再报。")


def test_only_the_lead_replies(office, coordinator):
    lead, helper = make_bureau(), make_bureau()
    matter = make_matter(bureau=lead)
    matter.assistants.append(helper)
    for staff in (make_staff(bureau=helper), coordinator):
        with pytest.raises(NotAllowedError):
            handling.reply_to_reporter(matter=matter, staff=staff, text="已查。")
    handling.reply_to_reporter(matter=matter, staff=make_staff(bureau=lead), text="已查。")
    assert db.session.scalars(select(PublicReply.bureau_id)).all() == [lead.id]


@pytest.mark.parametrize(
    ("due_on", "words"),
    [(date(2026, 3, 4), "今天之后"), (date(2026, 3, 26), "不能晚于本步办理期限")],
)
def test_assistants_report_before_the_lead_has_to_answer(office, due_on, words):
    matter = make_matter()
    with pytest.raises(InvalidInputError, match=words):
        ask(matter, make_bureau(), due_on=due_on)


def test_neither_the_lead_itself_nor_whom_the_matter_names_can_assist(office):
    accused = make_bureau()
    matter = make_matter(submission=make_submission(subject_bureau_id=accused.id))
    for body, words in ((matter.bureau, "就是主办部门"), (accused, "反映的正是这个部门")):
        with pytest.raises(InvalidInputError, match=words):
            ask(matter, body)


def test_who_comes_to_lead_assists_no_longer(office):
    lead, helper = make_bureau(), make_bureau()
    matter = make_matter(bureau=lead)
    ask(matter, helper)
    refer(matter, helper)
    assert matter.assistants == []
    assert matter.assist_tasks[0].state is AssistState.ENDED


def test_bodies_of_the_routing_table_get_half_the_leads_time(office):
    matter, helper = make_matter(), make_bureau()
    assistance.open_tasks(matter, [helper])
    db.session.commit()
    (task,) = db.session.scalars(select(AssistTask)).all()
    assert task.due_on == date(2026, 3, 13)  # seven of the lead's fifteen working days
    assert task.instruction == AssistTask.BY_RULE
    assert [days_to_assist(days) for days in (0, 1, 2, 7)] == [1, 1, 1, 3]
