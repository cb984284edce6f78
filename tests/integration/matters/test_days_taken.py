"""The working days that a matter took are those of the law's clock, wherever they are shown."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.kernel.clock import CITY_ZONE
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.matters.complaints.clocks.periods import days_of
from app.matters.complaints.clocks.services.timing import (
    resume_clock,
    settle_account,
    start_clock,
    stop_clock,
)
from app.matters.complaints.matter.models.clocks import ClockPause
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import (
    ComplaintKind,
    MatterStatus,
    MatterStep,
    PauseReason,
)
from tests.support.complaint_factories import make_matter, make_submission
from tests.support.factories import make_bureau, make_staff

START = date(2026, 4, 20)
"""A Monday, before the days off of May and the Saturday worked in exchange for them."""

STRETCHES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12)), max_size=4)
"""How many days the clock runs, and then stands still, again and again."""


def history(stretches, after):
    """A report that ended, and the days on which its clock stood still."""
    matter = Matter(kind=ComplaintKind.VIOLATION_REPORT, received_on=START)
    start_clock(matter, MatterStep.VERIFY, START)
    clock, day, still = matter.deadlines[0], START, set()
    for running, standing in stretches:
        day += timedelta(days=running)
        clock.pauses.append(ClockPause(reason=PauseReason.TEST, first_day=day))
        still |= {day + timedelta(days=n) for n in range(standing)}
        day += timedelta(days=standing)
        resume_clock(clock, day)
    settle_account(matter, day + timedelta(days=after))
    return matter, still


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # a history is never stored
)
@given(stretches=STRETCHES, after=st.integers(0, 20))
def test_days_on_which_the_clock_stood_still_are_not_counted(app, stretches, after):
    """The number is also the one that the clock itself gives to the last day."""
    with db.session.no_autoflush:
        matter, still = history(stretches, after)
    calendar, days = city_calendar(), (matter.closed_on - START).days
    passed = (START + timedelta(days=n) for n in range(1, days + 1))
    expected = sum(calendar.is_working(day) and day not in still for day in passed)
    assert matter.working_days_taken == expected

    (clock,) = matter.deadlines
    counted = days_of(clock, matter.closed_on, calendar)
    number = max((day.number for day in counted if day.day <= matter.closed_on), default=0)
    if matter.met_deadline:
        assert matter.working_days_taken == number <= clock.rule.days
    else:
        assert matter.closed_on > clock.due_on
        assert matter.working_days_taken >= clock.rule.days


def test_two_clocks_that_stand_still_on_one_day_leave_it_out_once(app):
    with db.session.no_autoflush:
        matter = Matter(kind=ComplaintKind.COMPLAINT, received_on=START)
        for step in (MatterStep.ACCEPT, MatterStep.MEDIATE):
            start_clock(matter, step, START)
            matter.deadlines[-1].pauses.append(
                ClockPause(reason=PauseReason.TEST, first_day=START + timedelta(days=1))
            )
        stop_clock(matter, START + timedelta(days=3))
        settle_account(matter, START + timedelta(days=4))
    assert matter.working_days_taken == 2


def end_one():
    """Five working days passed, on two of which the clock stood still."""
    bureau = make_bureau()
    submission = make_submission(consents_to_publication=True)
    matter = make_matter(bureau=bureau, received_on=START, submission=submission)
    start_clock(matter, MatterStep.VERIFY, START)
    matter.deadlines[-1].pauses.append(
        ClockPause(
            reason=PauseReason.TEST,
            document="委托书",
            first_day=START + timedelta(days=1),
            last_day=START + timedelta(days=2),
            staff=make_staff(bureau=bureau),
        )
    )
    settle_account(matter, START + timedelta(days=7))
    matter.status, matter.outcome = MatterStatus.CLOSED, MatterOutcome.CORRECTED
    matter.is_public, matter.public_title, matter.public_summary = True, "标签已改正", "已改正。"
    db.session.commit()
    return matter


@pytest.fixture
def ended(app, frozen_clock):
    """One that ended, and two others of its body, so that there are enough for figures."""
    frozen_clock.move_to(datetime(2026, 4, 27, 10, tzinfo=CITY_ZONE))
    matter = end_one()
    for _ in range(2):
        other = make_matter(bureau=matter.bureau, received_on=START)
        other.status, other.closed_on = matter.status, matter.closed_on
        other.working_days_taken, other.met_deadline = matter.working_days_taken, True
    db.session.commit()
    return matter


def rows(client, address):
    data = client.get(address, buffered=True).data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(data)))


def test_every_page_and_file_shows_the_same_days(client, ended):
    assert ended.working_days_taken == 3
    assert "3 个工作日" in client.get(f"/complaints/closed/{ended.id}").body_text
    assert rows(client, "/complaints/closed?format=csv")[0]["用时（工作日）"] == "3"
    name = ended.bureau.name
    for address in ("/evaluation?table=bureaus", "/evaluation/handling?by=bureau"):
        found = rows(client, f"{address}&year=2026&format=csv")
        (row,) = (each for each in found if name in each.values())
        assert float(row["办结中位用时（工作日）"]) == 3
    counted = rows(client, "/evaluation/rows?of=handled_in_time&year=2026&format=csv")
    assert {row["办结用时（工作日）"] for row in counted if row["部门"] == name} == {"3"}
