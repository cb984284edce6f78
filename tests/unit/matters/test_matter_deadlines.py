"""When a step of a matter is due, and how its days are told one by one."""

from datetime import date

import pytest

from app.kernel.db.calendar import announced_days
from app.kernel.working_days import Calendar
from app.matters.complaints.clocks.periods import counted_days, due_date
from app.matters.complaints.matter.rules.states import DayUnit

CALENDAR = Calendar.of(announced_days([2025, 2026]))
WORKING, IN_DAYS = DayUnit.WORKING, DayUnit.CALENDAR


@pytest.mark.parametrize(
    ("start", "days", "unit", "expected"),
    [
        pytest.param(date(2026, 3, 4), 7, WORKING, date(2026, 3, 13), id="accept"),
        pytest.param(date(2026, 3, 4), 15, WORKING, date(2026, 3, 25), id="verify"),
        pytest.param(date(2026, 9, 28), 5, WORKING, date(2026, 10, 10), id="over-national-day"),
        pytest.param(date(2026, 5, 6), 60, IN_DAYS, date(2026, 7, 6), id="ends-on-a-sunday"),
        pytest.param(date(2026, 5, 7), 60, IN_DAYS, date(2026, 7, 6), id="mediate"),
        pytest.param(date(2026, 7, 3), 90, IN_DAYS, date(2026, 10, 8), id="ends-in-a-holiday"),
    ],
)
def test_a_step_is_due_on_its_last_day(start, days, unit, expected):
    assert due_date(start, days, unit, CALENDAR) == expected
    unfolded = counted_days(start, days, unit, CALENDAR)
    assert (unfolded[-1].day, max(day.number for day in unfolded)) == (expected, days)


@pytest.mark.parametrize("unit", DayUnit)
def test_days_of_a_pause_are_left_out(unit):
    pause = (date(2026, 5, 11), date(2026, 5, 15))
    by_day = {day.day: day for day in counted_days(date(2026, 5, 6), 10, unit, CALENDAR, [pause])}
    for day in range(11, 16):
        left_out = by_day[date(2026, 5, day)]
        assert (left_out.counts, left_out.note) == (False, "暂停计时")
    assert by_day[date(2026, 5, 18)].counts
    assert max(by_day) > due_date(date(2026, 5, 6), 10, unit, CALENDAR)


def test_each_day_is_told_with_its_reason():
    by_day = {day.day: day for day in counted_days(date(2026, 9, 30), 3, WORKING, CALENDAR)}
    assert (by_day[date(2026, 10, 1)].counts, by_day[date(2026, 10, 1)].note) == (False, "国庆节")
    assert (by_day[date(2026, 10, 10)].counts, by_day[date(2026, 10, 10)].note) == (
        True,
        "调休上班（国庆节）",
    )


def test_a_period_that_would_end_on_a_day_off_says_that_it_was_carried_on():
    *_, sunday, monday = counted_days(date(2026, 5, 6), 60, IN_DAYS, CALENDAR)
    assert (sunday.day, sunday.number, sunday.counts) == (date(2026, 7, 5), 60, True)
    assert (monday.day, monday.number, monday.counts) == (date(2026, 7, 6), 60, False)
    assert "顺延" in monday.note
