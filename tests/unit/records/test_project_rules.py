"""Plan and course of a project: percentages, lateness, reports that are due."""

from datetime import date

import pytest

from app.records.projects.rules import (
    PlannedStep,
    ReportsEvery,
    StepOutcome,
    period_words,
    planned_percent,
    reports_due_since,
    step_outcome,
)
from app.records.projects.steps import read_steps, read_years, write_steps, write_years

STEPS = [
    PlannedStep(25, date(2026, 1, 1), date(2026, 1, 31)),
    PlannedStep(75, None, date(2026, 3, 1)),
]


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2025, 12, 1), 0),
        (date(2026, 1, 16), 12),
        (date(2026, 1, 31), 25),
        (date(2026, 2, 28), 25),
        (date(2026, 3, 1), 100),
    ],
)
def test_a_step_counts_evenly_from_start_to_end_and_at_once_without_a_start(day, percent):
    assert planned_percent(STEPS, day) == percent


def test_steps_without_weights_count_alike_and_no_steps_not_at_all():
    alike = [PlannedStep(0, None, date(2026, 1, 1)), PlannedStep(0, None, date(2026, 6, 1))]
    assert planned_percent(alike, date(2026, 2, 1)) == 50
    assert planned_percent([], date(2026, 2, 1)) is None


@pytest.mark.parametrize(
    ("actual", "outcome"),
    [
        (date(2026, 3, 1), (StepOutcome.EARLY, 4)),
        (date(2026, 3, 5), (StepOutcome.ON_TIME, 0)),
        (date(2026, 3, 7), (StepOutcome.LATE, 2)),
        (None, (StepOutcome.OVERDUE, 5)),
    ],
)
def test_a_milestone_is_held_against_its_planned_date(actual, outcome):
    assert step_outcome(date(2026, 3, 5), actual, date(2026, 3, 10)) == outcome


def test_reports_are_due_by_the_tenth():
    assert reports_due_since(date(2026, 3, 10)) == date(2026, 2, 1)
    assert reports_due_since(date(2026, 3, 11)) == date(2026, 3, 1)
    assert reports_due_since(date(2026, 1, 5)) == date(2025, 12, 1)


def test_quarterly_reports_are_due_by_the_tenth_of_the_next_quarter():
    quarter = ReportsEvery.QUARTER
    assert reports_due_since(date(2026, 4, 10), quarter) == date(2026, 1, 1)
    assert reports_due_since(date(2026, 4, 11), quarter) == date(2026, 4, 1)
    assert reports_due_since(date(2026, 6, 30), quarter) == date(2026, 4, 1)
    assert reports_due_since(date(2026, 1, 5), quarter) == date(2025, 10, 1)


def test_what_shows_that_a_step_is_reached_may_stand_behind_it():
    plan = "完成验收｜25｜｜2026-05-01｜验收报告｜照片"
    (step,) = read_steps(plan)
    assert step.evidence == "验收报告｜照片"
    assert write_steps([step]) == plan


def test_investment_is_read_and_written_by_year():
    assert read_years("2027｜800.5\n2026|1,200万元\n") == {2026: 1_200_000_000, 2027: 800_500_000}
    assert write_years({2027: 800_500_000, 2026: 1_200_000_000}) == "2026｜1200\n2027｜800.5"
    assert read_years("") == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026", "第 1 行看不懂"),
        ("2026｜1200\n明年｜3", "第 2 行看不懂"),
        ("2026｜-3", "第 1 行看不懂"),
        ("2026｜0.0000001", "第 1 行看不懂"),
        ("2026｜NaN", "第 1 行看不懂"),
        ("2026｜1\n2026｜2", "写了两次"),
    ],
)
def test_a_year_that_can_not_be_read_is_named(text, why):
    with pytest.raises(ValueError, match=why):
        read_years(text)


@pytest.mark.parametrize(
    ("period", "words"),
    [("2026-10", "2026年10月"), ("2026-Q3", "2026年第3季度"), ("2026", "2026年")],
)
def test_a_period_is_written_in_words(period, words):
    assert period_words(period) == words
