"""What editors do with key projects, and how lead bodies report."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from app import audit
from app.accounts.models import Staff
from app.core import clock
from app.core.db import db
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.projects import rules
from app.projects.models import KeyProject, ProjectMilestone, ProjectReport
from app.projects.queries import code_is_taken, published_reports
from app.projects.rules import ProjectData, ReportData, StepData
from app.publishing import services as publishing
from app.publishing.rules import PublicationStatus
from app.search.documents import SearchKind
from app.search.sources import changed


def save_project(
    *, project: KeyProject | None, data: ProjectData, steps: Sequence[StepData], staff: Staff
) -> KeyProject:
    """Keep a new project with its plan, or a changed one that is not public."""
    if data.starts_on and data.ends_on and data.ends_on < data.starts_on:
        raise InvalidInputError("计划完成日期不能早于开始日期。")
    if code_is_taken(data.code, besides=project.id if project else None):
        raise InvalidInputError(f"编号 {data.code} 已经用于另一个项目。")
    if project is None:
        project = KeyProject(
            source_bureau_id=staff.bureau_id,
            lead_bureau_id=staff.bureau_id if data.lead_body == staff.bureau.name else None,
            latest_percent=0,
        )
    else:
        publishing.refuse_published(project)
    for name, value in asdict(data).items():
        setattr(project, name, value)
    _replan(project, steps)
    publishing.save(project, kind=SearchKind.PROJECT, actor=staff.as_actor())
    return project


def report_progress(*, project: KeyProject, data: ReportData, staff: Staff) -> ProjectReport:
    """Publish the lead body's report for a period, and mark the milestones that were reached."""
    if project.status is not PublicationStatus.PUBLISHED:
        raise ConflictError("项目公示以后才能报告进展。")
    if any(report.period == data.period for report in published_reports(project.id)):
        raise ConflictError(f"{rules.period_words(data.period)}的报告已经公示。")
    report = _published_report(project, data, staff)
    db.session.add(report)
    for milestone in project.milestones:
        if milestone.id in data.reached and milestone.actual_on is None:
            milestone.actual_on = data.reached_on
    project.latest_percent, project.latest_report_on = data.percent, report.reported_on
    project.next_due_on = _next_due(project)
    project.updated_at = report.updated_at
    db.session.flush()
    changed(SearchKind.PROJECT, [project.id])
    audit.record(
        "project.reported",
        actor=staff.as_actor(),
        object_type=SearchKind.PROJECT.value,
        object_id=project.id,
        reason=f"{data.period}: {data.percent}%",
        changes=audit.changes_of(report) | audit.changes_of(project),
    )
    db.session.commit()
    return report


def withdraw_report(*, project: KeyProject, report_id: int, reason: str, staff: Staff) -> None:
    """Take a report off the site; the project stands again as the report before said."""
    reports = published_reports(project.id)
    report = next((each for each in reports if each.id == report_id), None)
    if report is None:
        raise NotFoundError("这份报告不存在，或者已经撤下。")
    rest = [each for each in reports if each is not report]
    project.latest_percent = rest[0].percent if rest else 0
    project.latest_report_on = rest[0].reported_on if rest else None
    report.status, report.withdrawn_on = PublicationStatus.WITHDRAWN, clock.today()
    report.withdrawal_reason = reason
    report.updated_at = project.updated_at = clock.now()
    changed(SearchKind.PROJECT, [project.id])
    audit.record(
        "project.report_withdrawn",
        actor=staff.as_actor(),
        object_type=SearchKind.PROJECT.value,
        object_id=project.id,
        reason=f"{report.period}: {reason}",
        changes=audit.changes_of(report) | audit.changes_of(project),
    )
    db.session.commit()


def _published_report(project: KeyProject, data: ReportData, staff: Staff) -> ProjectReport:
    now, today = clock.now(), clock.today()
    return ProjectReport(
        project_id=project.id,
        period=data.period,
        reported_on=today,
        percent=data.percent,
        text=data.text,
        spent_cents=data.spent_cents,
        link=data.link,
        status=PublicationStatus.PUBLISHED,
        published_on=today,
        source_bureau_id=staff.bureau_id,
        created_at=now,
        updated_at=now,
    )


def _replan(project: KeyProject, steps: Sequence[StepData]) -> None:
    """Bring the milestones in line with the plan; those that keep their name keep their course."""
    kept = {milestone.title: milestone for milestone in project.milestones}
    planned = []
    for position, step in enumerate(steps, start=1):
        milestone = kept.get(step.title) or ProjectMilestone(title=step.title)
        milestone.position, milestone.weight = position, step.weight
        milestone.planned_start_on, milestone.planned_on = step.planned_start_on, step.planned_on
        planned.append(milestone)
    project.milestones = planned
    project.next_due_on = _next_due(project)


def _next_due(project: KeyProject) -> date | None:
    return rules.next_due([(step.planned_on, step.actual_on) for step in project.milestones])
