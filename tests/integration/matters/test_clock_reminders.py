"""Reminders of clocks: at 50, 80 and 100 percent, once, in office hours, without content."""

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.kernel.clock import CITY_ZONE
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.jobs.outbox import OutboxMessage
from app.matters.complaints.clocks.models import ClockReminder, ReturnReminder
from app.matters.complaints.clocks.services import reminders as watching
from app.matters.complaints.clocks.services import timing
from app.matters.complaints.handling.services import handling, tracks
from app.matters.complaints.handling.services.tracks import end_overdue_mediations
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.states import (
    ComplaintKind,
    MatterStatus,
    MatterStep,
    PauseReason,
)
from app.matters.complaints.routing.services import referral
from app.people.models import Bureau, Staff
from app.people.rules import Role
from tests.support.complaint_factories import CONTACT, make_matter, paper
from tests.support.factories import make_bureau, make_coordination_office, make_staff
from tests.support.staff import sign_in

pytestmark = pytest.mark.usefixtures("app")


def at(day: int, hour: int = 10, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=CITY_ZONE)


@pytest.fixture(autouse=True)
def in_may(frozen_clock: time_machine.Traveller) -> time_machine.Traveller:
    frozen_clock.move_to(at(6))
    return frozen_clock


@pytest.fixture
def bureau() -> Bureau:
    return make_bureau(email="body@wenzhou.invalid")


@pytest.fixture
def office() -> Bureau:
    found = make_coordination_office()
    found.email = "office@wenzhou.invalid"
    return found


@pytest.fixture
def handler(bureau: Bureau) -> Staff:
    return make_staff(bureau=bureau, email="handler@wenzhou.invalid")


@pytest.fixture
def matter(bureau: Bureau, office: Bureau, handler: Staff) -> Matter:
    """A clue that is being verified, until 26 May: half of its days are over on the 15th."""
    made = make_matter(bureau=bureau)
    handling.accept_matter(matter=made, staff=handler)
    return made


def told() -> list[dict]:
    db.session.flush()
    return [
        message.payload
        for message in db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        if message.payload.get("template") == "clock_reminder"
    ]


def shares() -> list[int]:
    return sorted({payload["facts"]["share"] for payload in told()})


def test_people_are_reminded_at_each_threshold_and_only_once(matter, in_may):
    for day in range(6, 31):
        for hour in (9, 11, 16):
            in_may.move_to(at(day, hour))
            watching.send_reminders()
    reminded = db.session.scalars(select(ClockReminder.threshold)).all()
    assert sorted(reminded) == [50, 80, 100]
    assert shares() == [53, 80, 100]
    assert len(told()) == 3 * 2


def test_nobody_is_reminded_before_half_of_the_time_is_over(matter, in_may):
    in_may.move_to(at(14))
    assert watching.send_reminders() == 0


@pytest.mark.parametrize(
    "moment", [at(17), at(16), at(15, 7), at(15, 18), at(19, 10, month=6)],
    ids=["sunday", "saturday", "early", "late", "dragon-boat"],
)  # fmt: skip
def test_no_reminder_leaves_outside_office_hours(matter, in_may, moment):
    in_may.move_to(moment)
    assert watching.send_reminders() == 0
    assert told() == []


def test_a_saturday_worked_in_exchange_has_office_hours(matter, in_may, bureau, handler):
    tracks.file_case(
        matter=matter, staff=handler, document_number="温试立〔2026〕1号", reason="属实"
    )
    in_may.move_to(at(9))
    assert watching.send_reminders() == 1
    assert told()[0]["facts"]["step"] == MatterStep.INFORM.label


def test_handler_heads_and_coordination_office_are_reminded(
    matter, in_may, mailbox, bureau, office, handler
):
    head = make_staff(Role.HEAD, bureau=bureau, email="head@wenzhou.invalid")
    make_staff(Role.HEAD, bureau=make_bureau(), email="stranger@wenzhou.invalid")
    in_may.move_to(at(15))
    watching.send_reminders()
    outbox.drain()
    reminders = [mail for mail in mailbox.messages if "已用去" in mail["Subject"]]
    assert {mail["To"] for mail in reminders} == {handler.email, head.email, office.email}


def test_a_body_whose_people_left_no_address_is_reminded_itself(
    matter, in_may, mailbox, bureau, office, handler
):
    handler.email = None
    in_may.move_to(at(15))
    watching.send_reminders()
    outbox.drain()
    reminders = [mail for mail in mailbox.messages if "已用去" in mail["Subject"]]
    assert {mail["To"] for mail in reminders} == {bureau.email, office.email}


def test_a_reminder_says_nothing_of_the_matter_or_its_reporter(matter, in_may, mailbox):
    in_may.move_to(at(15))
    watching.send_reminders()
    assert {frozenset(payload["facts"]) for payload in told()} == {
        frozenset({"number", "step", "deadline", "share"})
    }
    outbox.drain()
    submission = matter.submission
    for mail in mailbox.messages:
        text = mail["Subject"] + mail.get_content()
        for secret in (*CONTACT.values(), submission.title, submission.narrative):
            assert secret not in text


def test_a_clock_that_stands_still_reminds_nobody(matter, in_may, handler):
    timing.pause_matter(
        matter=matter,
        staff=handler,
        pause_reason=PauseReason.TEST,
        document="委托书温试检3号",
        paper=paper(),
    )
    in_may.move_to(at(27))
    assert watching.send_reminders() == 0


def test_what_has_ended_reminds_nobody(matter, in_may):
    matter.status = MatterStatus.WITHDRAWN
    in_may.move_to(at(27))
    assert watching.send_reminders() == 0


def test_of_thresholds_passed_meanwhile_only_the_last_is_told(matter, in_may):
    in_may.move_to(at(27))
    assert watching.send_reminders() == 1
    assert shares() == [100]
    assert watching.send_reminders() == 0


def test_a_mediation_past_its_last_day_is_over_and_its_end_has_a_clock(bureau, handler, in_may):
    make_coordination_office()
    complaint = make_matter(bureau=bureau, kind=ComplaintKind.COMPLAINT)
    handling.accept_matter(matter=complaint, staff=handler)
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
    referral.return_matter(
        matter=made,
        staff=handler,
        to_bureau_id=make_bureau().id,
        legal_basis="职责分工第15项",
        reason="属种植环节",
    )
    return made


def shares_of(matter) -> list[int]:
    return [each["facts"]["share"] for each in told() if each["facts"]["number"] == matter.number]


def test_the_office_is_reminded_of_a_return_as_its_one_working_day_runs_out(returned, in_may):
    for day in (7, 8, 9):
        for hour in range(7, 20):
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
    outbox.drain()
    reminders = [mail for mail in mailbox.messages if "已用去" in mail["Subject"]]
    assert [mail["To"] for mail in reminders] == [office.email, watcher.email]
    assert MatterStep.ROUTE.label in reminders[0].get_content()


def test_a_return_that_is_decided_reminds_nobody(returned, in_may, office, bureau):
    referral.settle_matter(
        matter=returned,
        staff=make_staff(Role.COORDINATOR, bureau=office),
        to_bureau_id=bureau.id,
        reason="依职责",
    )
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
