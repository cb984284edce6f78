"""A corrected calendar moves the clocks of open matters, with both dates told, and logged."""

from datetime import date, datetime

import pytest
import time_machine
from sqlalchemy import select

from app.kernel import clock
from app.kernel.audit.models import AuditEvent, read
from app.kernel.clock import CITY_ZONE
from app.kernel.db.calendar import CalendarDay, city_calendar, forget_calendar
from app.kernel.db.session import db
from app.matters.complaints.clocks.periods import unfolded
from app.matters.complaints.clocks.services import reminders as watching
from app.matters.complaints.clocks.services import timing
from app.matters.complaints.handling.services import handling
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.states import ComplaintKind, PauseReason
from app.matters.complaints.reporter.services import own_data
from app.people.models import Bureau, Staff
from tests.support.complaint_factories import make_matter, paper
from tests.support.factories import make_staff

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(autouse=True)
def in_may(frozen_clock: time_machine.Traveller) -> time_machine.Traveller:
    frozen_clock.move_to(datetime(2026, 5, 6, 10, tzinfo=CITY_ZONE))
    return frozen_clock


@pytest.fixture
def staff(bureau: Bureau) -> Staff:
    return make_staff(bureau=bureau)


def announce(day: date, *, is_working: bool) -> None:
    db.session.merge(
        CalendarDay(day=day, is_working=is_working, note="临时安排", source="市政府通知")
    )
    db.session.commit()


def log_of(matter: Matter) -> list[AuditEvent]:
    rows = db.session.scalars(select(AuditEvent).where(AuditEvent.object_id == matter.number))
    return [row for row in rows if row.action == "matter.recalculated"]


def test_a_day_off_that_is_announced_later_moves_open_matters(bureau):
    report = make_matter(bureau=bureau)
    assert report.due_on == date(2026, 5, 26)
    version = report.version
    announce(date(2026, 5, 20), is_working=False)
    assert watching.recalculate_clocks() == 1
    assert report.due_on == report.deadlines[0].due_on == date(2026, 5, 27)
    assert report.version == version + 1
    event = report.events[-1]
    assert event.kind is MatterEventKind.RECALCULATED
    assert event.is_visible_to_reporter
    assert "原为2026年5月26日，现为2026年5月27日" in (event.text or "")


def test_a_second_run_changes_nothing_and_the_log_tells_both_dates(bureau):
    report = make_matter(bureau=bureau)
    assert watching.recalculate_clocks() == 0
    announce(date(2026, 5, 16), is_working=True)
    assert watching.recalculate_clocks() == 1
    before = (report.version, len(report.events))
    assert watching.recalculate_clocks() == 0
    assert (report.version, len(report.events)) == before
    (row,) = log_of(report)
    assert read(row.changes)["due_on"] == ("2026-05-26", "2026-05-25")
    assert "2026年5月26日" in row.reason


def test_what_has_ended_keeps_its_dates(bureau, staff):
    ended = make_matter(bureau=bureau)
    own_data.withdraw_matter(submission_id=ended.submission_id, matter_id=ended.id)
    complaint = make_matter(bureau=bureau, kind=ComplaintKind.COMPLAINT)
    handling.accept_matter(matter=complaint, staff=staff)
    accepted = complaint.deadlines[0].due_on
    announce(date(2026, 5, 11), is_working=False)
    watching.recalculate_clocks()
    assert ended.deadlines[0].due_on == date(2026, 5, 26)
    assert complaint.deadlines[0].due_on == accepted
    assert not log_of(ended)


def test_a_clock_that_stands_still_is_counted_anew_when_it_goes_on(bureau, staff, in_may):
    report = make_matter(bureau=bureau)
    handling.accept_matter(matter=report, staff=staff)
    timing.pause_matter(
        matter=report,
        staff=staff,
        pause_reason=PauseReason.TEST,
        document="委托书温试检3号",
        paper=paper(),
    )
    announce(date(2026, 5, 20), is_working=False)
    assert watching.recalculate_clocks() == 0
    assert report.due_on is None
    in_may.move_to(datetime(2026, 5, 7, 10, tzinfo=CITY_ZONE))
    timing.resume_matter(matter=report, staff=staff)
    assert report.due_on == date(2026, 5, 27)


def test_an_ended_clock_is_not_unfolded_under_another_calendar(bureau, staff):
    complaint = make_matter(bureau=bureau, kind=ComplaintKind.COMPLAINT)
    handling.accept_matter(matter=complaint, staff=staff)
    first = complaint.deadlines[0]
    assert unfolded(first, clock.today(), city_calendar()).counted[-1].day == first.due_on
    announce(date(2026, 5, 11), is_working=False)
    forget_calendar()
    assert unfolded(first, clock.today(), city_calendar()).counted == []
    assert complaint.running_clocks[0] is not first


def test_loading_the_calendar_recalculates_and_so_does_the_command(bureau, runner):
    report = make_matter(bureau=bureau)
    announce(date(2026, 5, 20), is_working=False)
    result = runner.invoke(args=["setup"])
    assert result.exit_code == 0, result.output
    assert "matters recalculated" in result.output
    db.session.refresh(report)
    assert report.due_on == date(2026, 5, 27)
    announce(date(2026, 5, 21), is_working=False)
    assert "1 matters moved" in runner.invoke(args=["clocks", "recalculate"]).output
    assert "0 matters moved" in runner.invoke(args=["clocks", "recalculate"]).output
    answer = runner.invoke(args=["clocks", "watch"])
    assert "0 mediations over, 0 clocks reminded of" in answer.output
