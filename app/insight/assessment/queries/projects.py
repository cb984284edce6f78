"""Rows of the measures of key projects: milestones of the year, and reports that were due."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.insight.assessment.rules import AssessmentFact, FactSource
from app.kernel.db.session import db
from app.publishing.life.queries import published
from app.publishing.life.rules import PublicationStatus
from app.records.projects.models import KeyProject, ProjectReport
from app.records.projects.rules import REPORT_DAY, ReportsEvery, period_words

PERIOD_MONTHS = {ReportsEvery.MONTH: 1, ReportsEvery.QUARTER: 3}


def milestones(first: date, last: date) -> Iterator[AssessmentFact]:
    """Milestones planned between two days, by whether they were reached by then.

    Each counts for the body that leads, and for the district where the project is.
    """
    for project in _running():
        for step in project.milestones:
            if not first <= step.planned_on <= last:
                continue
            reached = step.actual_on
            days = ((reached or last) - step.planned_on).days
            if reached is None and not days:
                continue  # its last day is not over
            late = f"，迟 {days} 天" if days > 0 else ""
            words = f"{reached} 完成{late}" if reached else f"还没有完成{late}"
            yield AssessmentFact(
                measure="milestones",
                bureau_id=project.lead_bureau_id,
                district_code=project.district_code,
                on=step.planned_on,
                is_good=reached is not None and days <= 0,
                words=f"{step.title[:120]}，计划 {step.planned_on}，{words}",
                source=FactSource.PROJECT,
                ref=project.code,
            )


def reports(first: date, last: date) -> Iterator[AssessmentFact]:
    """Reports due between two days, by whether one came between the period's first and last day."""
    for project in _running():
        shown = [one for one in project.reports if one.status is PublicationStatus.PUBLISHED]
        for begun, due in _due_reports(project, shown, first, last):
            came = min((one.reported_on for one in shown if one.reported_on >= begun), default=None)
            words = f"{came} 报送" if came else "没有报送"
            yield AssessmentFact(
                measure="reports",
                bureau_id=project.lead_bureau_id,
                on=due,
                is_good=came is not None and came <= due,
                words=f"{_period(project, begun)}报告，应在 {due} 前报，{words}",
                source=FactSource.PROJECT,
                ref=project.code,
            )


def _running() -> list[KeyProject]:
    """Published projects that go on, with milestones and reports; there are about a hundred."""
    statement = (
        select(KeyProject)
        .where(published(KeyProject), ~KeyProject.is_stopped)
        .options(selectinload(KeyProject.milestones), selectinload(KeyProject.reports))
        .order_by(KeyProject.code)
    )
    return list(db.session.scalars(statement))


def _due_reports(
    project: KeyProject, shown: list[ProjectReport], first: date, last: date
) -> Iterator[tuple[date, date]]:
    """First and last day of each period in which the project had to report."""
    months = PERIOD_MONTHS[project.reports_every]
    finished = min((one.reported_on for one in shown if one.percent >= 100), default=date.max)
    begun = first.replace(month=1, day=1)
    while begun <= last:
        due = begun.replace(day=REPORT_DAY)
        has_begun = project.starts_on is not None and project.starts_on < begun
        if has_begun and finished >= begun and due < last:
            yield begun, due
        begun = (begun + timedelta(days=31 * months)).replace(day=1)


def _period(project: KeyProject, begun: date) -> str:
    if project.reports_every is ReportsEvery.MONTH:
        return period_words(f"{begun:%Y-%m}")
    return period_words(f"{begun.year}-Q{(begun.month + 2) // 3}")
