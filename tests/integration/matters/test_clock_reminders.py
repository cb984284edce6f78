"""Reminders of clocks: at 50, 80 and 100 percent, once, in office hours, without content."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.kernel.clock import CITY_ZONE
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.jobs.models import OutboxMessage
from app.matters.complaints.clocks.services import reminders as watching
from app.matters.complaints.clocks.services import timing
from app.matters.complaints.handling.services.tracks import end_overdue_mediations
from app.matters.complaints.matter.models.clocks import ClockReminder, ReturnReminder
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.states import (
    ComplaintKind,
    MatterStatus,
    MatterStep,
)
from app.matters.complaints.routing.services import referral
from app.people.rules import Role
from tests.support.complaint_factories import CONTACT, make_matter
from tests.support.factories import make_bureau, make_coordination_office, make_staff
from tests.support.matter_desk import file_case, pause, taken_up
from tests.support.staff import sign_in

pytestmark = pytest.mark.usefixtures("app")


def at(day, hour=10, month=5):
    return datetime(2026, month, day, hour, tzinfo=CITY_ZONE)


@pytest.fixture(autouse=True)
def in_may(frozen_clock):
    frozen_clock.move_to(at(6))
    return frozen_clock


@pytest.fixture
def bureau():
    return make_bureau(email="body@wenzhou.invalid")


@pytest.fixture
def office():
    found = make_coordination_office()
    found.email = "office@wenzhou.invalid"
    return found


@pytest.fixture
def handler(bureau):
    return make_staff(bureau=bureau, email="handler@wenzhou.invalid")


@pytest.fixture
def matter(bureau, office, handler):
    """A clue that is being verified, until 26 May: half of its days are over on the 15th."""
    return taken_up(bureau, handler, ComplaintKind.VIOLATION_REPORT)


def payloads():
    db.session.flush()
    found = db.session.scalars(select(OutboxMessage.payload).order_by(OutboxMessage.id))
    return [each for each in found if each.get("template") == "clock_reminder"]


def shares():
    return sorted({payload["facts"]["share"] for payload in payloads()})


def test_people_are_reminded_at_each_threshold_and_only_once(matter, in_may):
    for day in range(6, 31):
        for hour in (9, 16):
            in_may.move_to(at(day, hour))
            watching.send_reminders()
        assert (day < 15) == (not shares()), "nobody before half of the time is over"
    reminded = db.session.scalars(select(ClockReminder.threshold)).all()
    assert sorted(reminded) == [50, 80, 100]
    assert shares() == [53, 80, 100]
    assert len(payloads()) == 3 * 2


def test_no_reminder_leaves_outside_office_hours(matter, in_may):
    sunday, saturday, early, late = at(17), at(16), at(15, 7), at(15, 18)
    dragon_boat = at(19, 10, month=6)
    for moment in (sunday, saturday, early, late, dragon_boat):
        in_may.move_to(moment)
        assert watching.send_reminders() == 0
    assert payloads() == []
    in_may.move_to(at(22, month=6))
    assert [watching.send_reminders() for _ in range(2)] == [1, 0]
    assert shares() == [100], "of thresholds passed meanwhile only the last is told"


def test_a_saturday_worked_in_exchange_has_office_hours(matter, in_may, bureau, handler):
    file_case(matter, handler)
    in_may.move_to(at(9))
    assert watching.send_reminders() == 1
    assert payloads()[0]["facts"]["step"] == MatterStep.INFORM.label


def reminders(mailbox):
    outbox.drain()
    return [mail for mail in mailbox.messages if "已用去" in mail["Subject"]]


def test_handler_heads_and_coordination_office_are_reminded_and_told_nothing_of_the_matter(
    matter, in_may, mailbox, bureau, office, handler
):
    head = make_staff(Role.HEAD, bureau=bureau, email="head@wenzhou.invalid")
    make_staff(Role.HEAD, bureau=make_bureau(), email="stranger@wenzhou.invalid")
    in_may.move_to(at(15))
    watching.send_reminders()
    assert {frozenset(payload["facts"]) for payload in payloads()} == {
        frozenset({"number", "step", "deadline", "share"})
    }
    sent = reminders(mailbox)
    assert {mail["To"] for mail in sent} == {handler.email, head.email, office.email}
    submission = matter.submission
    for mail in sent:
        text = mail["Subject"] + mail.get_content()
        for secret in (*CONTACT.values(), submission.title, submission.narrative):
            assert secret not in text


def test_a_body_whose_people_left_no_address_is_reminded_itself(
    matter, in_may, mailbox, bureau, office, handler
):
    handler.email = None
    in_may.move_to(at(15))
    watching.send_reminders()
    assert {mail["To"] for mail in reminders(mailbox)} == {bureau.email, office.email}


def test_a_clock_that_stands_still_or_has_ended_reminds_nobody(matter, in_may, handler):
    pause(matter, handler)
    in_may.move_to(at(27))
    assert watching.send_reminders() == 0
    timing.resume_matter(matter=matter, staff=handler)
    matter.status = MatterStatus.WITHDRAWN
    in_may.move_to(at(24, month=6))
    assert watching.send_reminders() == 0


def test_a_mediation_past_its_last_day_is_over_and_its_end_has_a_clock(bureau, handler, in_may):
    make_coordination_office()
    complaint = taken_up(bureau, handler, ComplaintKind.COMPLAINT)
    in_may.move_to(at(6, month=7))
    assert end_overdue_mediations() == 0
    in_may.shift(timedelta(days=1))
    assert end_overdue_mediations() == 1
    assert end_overdue_mediations() == 0
    assert (complaint.step, f"{complaint.due_on}") == (MatterStep.TELL_END, "2026-07-15")
    assert complaint.status is MatterStatus.IN_PROGRESS
    assert complaint.events[-1].kind is MatterEventKind.MEDIATION_EXPIRED
    assert complaint.events[-1].is_visible_to_reporter


@pytest.fixture
def returned(matter, bureau, handler, in_may):
    """Returned on a Thursday: the coordination office has all of Friday to decide."""
    made = make_matter(bureau=bureau)
    in_may.move_to(at(7))
    back = {"to_bureau_id": make_bureau().id, "legal_basis": "职责分工", "reason": "属种植环节"}
    referral.return_matter(matter=made, staff=handler, **back)
    return made


def shares_of(matter):
    return [
        each["facts"]["share"] for each in payloads() if each["facts"]["number"] == matter.number
    ]


def test_the_office_is_reminded_of_a_return_as_its_one_working_day_runs_out(returned, in_may):
    for day in (7, 8, 9):
        for hour in (8, 9, 12, 13, 15, 16, 17, 18):
            in_may.move_to(at(day, hour))
            watching.remind_of_returns()
    assert shares_of(returned) == [50, 83, 100]
    waiting = returned.open_return
    sent = db.session.scalars(select(ReturnReminder).order_by(ReturnReminder.threshold)).all()
    assert [each.threshold for each in sent] == [50, 80, 100]
    assert {each.return_id for each in sent} == {waiting.id}
    moments = [each.reminded_at.astimezone(CITY_ZONE).strftime("%d %H") for each in sent]
    assert moments == ["08 13", "08 16", "09 09"]


def test_coordinators_with_an_address_are_reminded_else_their_office(
    returned, in_may, mailbox, office
):
    in_may.move_to(at(8, 14))
    watching.remind_of_returns()
    watcher = make_staff(Role.COORDINATOR, bureau=office, email="watcher@wenzhou.invalid")
    make_staff(Role.COORDINATOR, bureau=office)
    in_may.move_to(at(8, 16))
    watching.remind_of_returns()
    sent = reminders(mailbox)
    assert [mail["To"] for mail in sent] == [office.email, watcher.email]
    assert MatterStep.ROUTE.label in sent[0].get_content()


def test_a_return_that_is_decided_reminds_nobody(returned, in_may, office, bureau):
    coordinator = make_staff(Role.COORDINATOR, bureau=office)
    settled = {"to_bureau_id": bureau.id, "reason": "依职责"}
    referral.settle_matter(matter=returned, staff=coordinator, **settled)
    in_may.move_to(at(9))
    assert watching.remind_of_returns() == 0


def test_staff_say_where_reminders_go(client, handler):
    sign_in(client, handler)
    page = client.post_form("/admin/account", {"email": "neu@wenzhou"}, action="/email")
    assert page.status_code == 400
    assert "电子邮箱应像" in page.body_text
    page = client.post_form("/admin/account", {"email": "neu@wenzhou.invalid"}, action="/email")
    assert "提醒邮箱已保存" in page.body_text
    db.session.refresh(handler)
    assert handler.email == "neu@wenzhou.invalid"
