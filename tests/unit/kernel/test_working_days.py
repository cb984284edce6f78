"""Periods in working days: holidays, make-up weekends, pauses, unknown years."""

from datetime import date

import pytest

from app.kernel.db.calendar import announced_days
from app.kernel.working_days import (
    Calendar,
    NamedDay,
    add_working_days,
    explain,
    on_or_after,
    working_days_between,
)

CALENDAR = Calendar.of(announced_days([2025, 2026]))


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        pytest.param(date(2026, 11, 24), 7, date(2026, 12, 3), id="over-a-weekend"),
        pytest.param(date(2026, 11, 24), 15, date(2026, 12, 15), id="three-weeks"),
        pytest.param(date(2026, 9, 30), 1, date(2026, 10, 8), id="over-national-day"),
        pytest.param(date(2026, 10, 9), 1, date(2026, 10, 10), id="saturday-worked-in-exchange"),
        pytest.param(date(2026, 11, 21), 0, date(2026, 11, 21), id="no-days"),
    ],
)
def test_a_period_ends_on_the_last_counted_working_day(
    start: date, days: int, expected: date
) -> None:
    assert add_working_days(start, days, CALENDAR) == expected


def test_time_under_examination_is_not_counted() -> None:
    examined = [(date(2026, 10, 20), date(2026, 11, 13))]
    assert add_working_days(date(2026, 10, 12), 15, CALENDAR) == date(2026, 11, 2)
    assert add_working_days(date(2026, 10, 12), 15, CALENDAR, examined) == date(2026, 11, 27)


def test_counting_back_is_the_reverse_of_counting_forward() -> None:
    due = add_working_days(date(2026, 9, 28), 15, CALENDAR)
    assert working_days_between(date(2026, 9, 28), due, CALENDAR) == 15
    assert working_days_between(due, date(2026, 9, 28), CALENDAR) == -15


def test_the_explanation_names_why_each_day_counts_or_not() -> None:
    by_day = {step.day: step for step in explain(date(2026, 9, 30), 3, CALENDAR)}
    assert (by_day[date(2026, 10, 1)].counts, by_day[date(2026, 10, 1)].note) == (
        False,
        "国庆节",
    )
    assert by_day[date(2026, 10, 10)].note == "调休上班（国庆节）"
    assert by_day[date(2026, 10, 10)].number == 3


def test_the_explanation_names_pauses() -> None:
    day = date(2026, 11, 25)
    steps = explain(date(2026, 11, 24), 1, CALENDAR, [(day, day)])
    assert [(step.note, step.counts) for step in steps] == [
        ("暂停计时", False),
        ("工作日", True),
    ]


def test_a_year_without_announced_holidays_is_flagged() -> None:
    last = explain(date(2026, 12, 31), 1, CALENDAR)[-1]
    assert last.is_provisional
    assert last.note == "工作日（暂按周末）"
    assert not explain(date(2026, 12, 30), 1, CALENDAR)[-1].is_provisional


def test_a_period_in_calendar_days_ends_on_a_working_day() -> None:
    assert on_or_after(date(2026, 10, 3), CALENDAR) == date(2026, 10, 8)


def test_a_named_day_overrules_the_weekday() -> None:
    saturday = date(2026, 11, 28)
    calendar = Calendar.of({saturday: NamedDay(True, "调休上班")})
    assert add_working_days(date(2026, 11, 27), 1, calendar) == saturday


def test_a_negative_period_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 11, 24), -1, CALENDAR)


def test_years_that_nobody_announced_yield_no_days() -> None:
    assert announced_days([2099]) == {}
