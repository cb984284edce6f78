"""A project's plan held against its course, as numbers and as coordinates of pictures.

Pictures are 100 wide; their labels are HTML, so that text does not shrink on a phone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel import clock
from app.records.projects import rules
from app.records.projects.models import KeyProject, ProjectMilestone, ProjectReport
from app.records.projects.rules import PlannedStep, ProjectState, StepOutcome
from app.records.projects.steps import StepData

HEIGHT = 50
"""Height of the curve's picture, which is 100 wide."""


@dataclass(frozen=True)
class ProjectStatus:
    """Where a project stands today: calendar days late, ``actual`` and ``planned`` in percent."""

    state: ProjectState
    days_late: int
    actual: int
    planned: int | None
    is_unreported: bool


@dataclass(frozen=True)
class Bar:
    """A stretch of the time scale, in percent of its width."""

    x: float
    width: float


@dataclass(frozen=True)
class MilestoneBar:
    """A milestone with its planned and actual bars, and its outcome with its calendar ``days``."""

    milestone: ProjectMilestone
    plan: Bar
    actual: Bar | None
    outcome: StepOutcome
    days: int
    first_planned_on: date | None
    """The date of the first plan, where the present one says another."""
    is_of_first_plan: bool


@dataclass(frozen=True)
class ProgressChart:
    """Everything that the page draws; ``ticks`` and ``today`` in percent of the width."""

    steps: list[MilestoneBar]
    ticks: list[tuple[float, date]]
    today: float | None
    planned_line: str
    actual_line: str
    first_line: str
    """The first plan's curve; empty where the plan was never changed."""


@dataclass(frozen=True)
class TimeScale:
    """From days to percent of a picture's width."""

    start: date
    end: date

    def at(self, day: date) -> float:
        """The place of a day, in percent; days outside lie on the edge."""
        length = max((self.end - self.start).days, 1)
        return round(min(max((day - self.start).days / length, 0), 1) * 100, 2)

    def bar(self, start: date, end: date) -> Bar:
        """The stretch between two days, never too narrow to be seen."""
        x = min(self.at(start), 99)
        return Bar(x, round(max(self.at(end) - x, 1), 2))

    def ticks(self) -> list[tuple[float, date]]:
        """Five days that divide the scale evenly."""
        length = (self.end - self.start).days
        return [(25.0 * n, self.start + timedelta(days=length * n // 4)) for n in range(5)]


def progress_of(project: KeyProject) -> ProjectStatus:
    """Where the project stands today, from its milestones and its newest report."""
    today = clock.today()
    running = not project.is_stopped and project.latest_percent < 100
    since = rules.reports_due_since(today, project.reports_every)
    silent = project.latest_report_on is None or project.latest_report_on < since
    return ProjectStatus(
        state=rules.state(
            stopped=project.is_stopped,
            percent=project.latest_percent,
            next_due_on=project.next_due_on,
            today=today,
        ),
        days_late=rules.days_late(project.next_due_on, today) if running else 0,
        actual=project.latest_percent,
        planned=rules.planned_percent(_plan(project.steps), today),
        is_unreported=running
        and silent
        and project.starts_on is not None
        and project.starts_on < since,
    )


def chart_of(
    project: KeyProject, reports: Sequence[ProjectReport], first_plan: Sequence[StepData] = ()
) -> ProgressChart | None:
    """The pictures of plan and course; None where there is no plan to draw.

    ``first_plan`` is what was planned at first, where it was changed since.
    """
    if not project.milestones:
        return None
    today = clock.today()
    scale = _scale(project, today, first_plan)
    first = {step.title: step.planned_on for step in first_plan}
    return ProgressChart(
        steps=[_step(milestone, scale, today, first) for milestone in project.milestones],
        ticks=scale.ticks(),
        today=scale.at(today) if scale.start <= today <= scale.end else None,
        planned_line=_planned_line(_plan(project.steps), scale),
        actual_line=_actual_line(reports, scale),
        first_line=_planned_line(_plan(first_plan), scale) if first_plan else "",
    )


def _plan(steps: Sequence[StepData]) -> list[PlannedStep]:
    return [PlannedStep(step.weight, step.planned_start_on, step.planned_on) for step in steps]


def _scale(project: KeyProject, today: date, first_plan: Sequence[StepData]) -> TimeScale:
    days = [project.starts_on, project.ends_on, *(step.planned_on for step in first_plan)]
    for step in project.milestones:
        days += [step.planned_start_on, step.planned_on, step.actual_start_on, step.actual_on]
        if step.actual_on is None and step.planned_on < today:
            days.append(today)
    known = [day for day in days if day is not None]
    return TimeScale(min(known), max(known))


def _step(
    milestone: ProjectMilestone, scale: TimeScale, today: date, first: Mapping[str, date]
) -> MilestoneBar:
    outcome, days = rules.step_outcome(milestone.planned_on, milestone.actual_on, today)
    plan_start = milestone.planned_start_on or milestone.planned_on - timedelta(days=14)
    begun = milestone.actual_start_on
    if begun is None and milestone.actual_on is not None:
        begun = min(plan_start, milestone.actual_on)
    until = milestone.actual_on or today
    planned = first.get(milestone.title)
    return MilestoneBar(
        milestone=milestone,
        plan=scale.bar(plan_start, milestone.planned_on),
        actual=scale.bar(begun, until) if begun is not None and begun <= until else None,
        outcome=outcome,
        days=days,
        first_planned_on=planned if planned != milestone.planned_on else None,
        is_of_first_plan=planned is not None,
    )


def _planned_line(plan: list[PlannedStep], scale: TimeScale) -> str:
    length = (scale.end - scale.start).days
    days = [scale.start + timedelta(days=length * n // 24) for n in range(25)]
    days += [step.ends_on for step in plan]
    return _line(scale, [(day, rules.planned_percent(plan, day) or 0) for day in sorted(set(days))])


def _actual_line(reports: Sequence[ProjectReport], scale: TimeScale) -> str:
    points = sorted((report.reported_on, report.percent) for report in reports)
    return _line(scale, [(scale.start, 0), *points]) if points else ""


def _line(scale: TimeScale, points: list[tuple[date, int]]) -> str:
    return " ".join(
        f"{scale.at(day)},{round(HEIGHT * (1 - percent / 100), 1)}" for day, percent in points
    )
