"""Plan and course of a project: percentages, lateness, reports that are due."""

from datetime import date

import pytest

from app.projects.rules import (
    PlannedStep,
    StepOutcome,
    period_words,
    planned_percent,
    reports_due_since,
    step_outcome,
)

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


@pytest.mark.parametrize(
    ("period", "words"),
    [("2026-10", "2026年10月"), ("2026-Q3", "2026年第3季度"), ("2026", "2026年")],
)
def test_a_period_is_written_in_words(period, words):
    assert period_words(period) == words
