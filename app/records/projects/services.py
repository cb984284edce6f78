"""What editors do with key projects, and how lead bodies report."""

from dataclasses import asdict

from app.kernel import clock
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.search.documents import SearchKind
from app.people.models import Staff
from app.publishing.life import services as publishing
from app.publishing.life.rules import Life
from app.publishing.life.services import Edit
from app.records.companies.models import Company
from app.records.projects.models import KeyProject, ProjectReport
from app.records.projects.queries import code_is_taken
from app.records.projects.rules import ProjectData, ReportData, code_fault, period_words


def save_project(
    *,
    project: KeyProject | None,
    company: Company | None,
    data: ProjectData,
    plan: str,
    staff: Staff,
    edit: Edit,
) -> KeyProject:
    """Keep a new project with its plan, or a change of one; ``company`` is the implementing firm.

    Raises InvalidInputError where dates, codes or names contradict each other.
    """
    if data.starts_on and data.ends_on and data.ends_on < data.starts_on:
        raise InvalidInputError("计划完成日期不能早于开始日期。")
    if wrong := code_fault(uscc=data.uscc, implementing_firm=data.implementing_firm):
        raise InvalidInputError(f"{wrong}。")
    if code_is_taken(data.code, besides=project.id if project else None):
        raise InvalidInputError(f"编号 {data.code} 已经用于另一个项目。")
    record = project or KeyProject(
        source_bureau_id=staff.bureau_id,
        lead_bureau_id=staff.bureau_id if data.lead_body == staff.bureau.name else None,
        latest_percent=0,
    )
    values = asdict(data) | {"plan": plan, "company_id": company.id if company else None}
    publishing.save(record, values, kind=SearchKind.PROJECT, edit=edit)
    return record


def save_report(
    *,
    project: KeyProject,
    report: ProjectReport | None,
    data: ReportData,
    staff: Staff,
    edit: Edit,
) -> ProjectReport:
    """Keep the lead body's report for a period, or a change of one."""
    if project.life is not Life.PUBLISHED:
        raise ConflictError("项目公示以后才能报告进展。")
    if any(other is not report for other in project.reports_of(data.period)):
        raise ConflictError(f"{period_words(data.period)}的报告已经公示。")
    record = report or ProjectReport(
        project_id=project.id,
        project=project,
        reported_on=clock.today(),
        source_bureau_id=staff.bureau_id,
    )
    publishing.save(record, asdict(data), kind=SearchKind.PROJECT, edit=edit)
    return record
