"""Key projects and the reports of lead bodies, as far as they are kinds of records like others."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import request, url_for
from sqlalchemy.orm import joinedload, selectinload
from wtforms.fields.choices import SelectChoice

from app.kernel import clock
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.search.documents import SearchKind
from app.kernel.web.templating import wan
from app.people.access import can, current_staff
from app.people.models import Staff
from app.people.permissions import Permission
from app.publishing.fields.declaring import RecordField
from app.publishing.fields.inputs import RecordForm
from app.publishing.kind.declaration import Fault, Values
from app.publishing.kind.kind import RecordKind
from app.publishing.kind.staff_views import DeclaredDesk
from app.publishing.life.rules import Life
from app.publishing.life.sealed import Original
from app.records.companies.queries import company_by_code
from app.records.projects import queries
from app.records.projects.forms import ProgressReportForm, ProjectForm
from app.records.projects.models import KeyProject, ProjectReport
from app.records.projects.queries import code_is_taken, milestone_titles
from app.records.projects.rules import code_fault, period_words
from app.records.projects.steps import read_steps, read_years, write_steps, write_years

if TYPE_CHECKING:
    from app.publishing.life.services import Edit
    from app.records.projects.models import KeyProject, ProjectReport


class ProjectKind(RecordKind[KeyProject]):
    """Key projects: the pages of the public are their own, the desk is that of all kinds."""

    model = KeyProject
    search_kind = SearchKind.PROJECT
    endpoint, path = "projects", "/projects"
    page_load = (joinedload(KeyProject.district), selectinload(KeyProject.milestones))
    form_base = ProjectForm
    desk_template = "records/projects/staff/_reports.html"

    def prepare(
        self, record: KeyProject | None, values: Values, *, staff: Staff, extra: Mapping[str, Any]
    ) -> tuple[Values, Original | None]:
        """Plan and investment in their one form; a firm without a company page by its name alone.

        Raises InvalidInputError for a code that another project has.
        """
        if code_is_taken(values["code"], besides=record.id if record else None):
            raise InvalidInputError(f"编号 {values['code']} 已经用于另一个项目。")
        company = company_by_code(values["uscc"]) if values["uscc"] else None
        return {
            **values,
            "plan": write_steps(read_steps(values["plan"])),
            "yearly_investment": write_years(read_years(values["yearly_investment"])),
            "company_id": company.id if company else None,
        }, None

    def fault(self, values: Mapping[str, Any]) -> Fault | None:
        """Dates, or a code and a name, that contradict each other."""
        starts_on, ends_on = values["starts_on"], values["ends_on"]
        if starts_on and ends_on and ends_on < starts_on:
            return "ends_on", "计划完成日期不能早于开始日期"
        wrong = code_fault(uscc=values["uscc"], implementing_firm=values["implementing_firm"])
        return ("implementing_firm", wrong) if wrong else None

    def desk_rows(self, record: KeyProject) -> Iterable[tuple[str, Any, str]]:
        """The plan, and how far it has come."""
        return [*self.page_rows(record), ("累计完成", f"{record.latest_percent}%", "")]

    def shown(self, record: KeyProject, field: RecordField) -> Any:
        """Money in 万元; a project without a district is one of the whole city."""
        match field.name:
            case "investment_cents":
                return wan(record.investment_cents)
            case "district_code":
                return super().shown(record, field) or "全市"
        return super().shown(record, field)


class ProjectReportKind(RecordKind[ProjectReport]):
    """Reports of lead bodies on their projects: shown on the project's page."""

    model = ProjectReport
    search_kind = SearchKind.PROJECT
    can_schedule = False
    name = "进展报告"
    endpoint, path = "reports", "/projects/reports"
    page_load = (joinedload(ProjectReport.project).selectinload(KeyProject.milestones),)
    form_base = ProgressReportForm

    def new_on(self, project: KeyProject, staff: Staff) -> ProjectReport:
        """An empty report on the project."""
        return ProjectReport(
            project_id=project.id,
            project=project,
            reported_on=clock.today(),
            source_bureau_id=staff.bureau_id,
        )

    def prepare(
        self,
        record: ProjectReport | None,
        values: Values,
        *,
        staff: Staff,
        extra: Mapping[str, Any],
    ) -> tuple[Values, Original | None]:
        """Milestones are reached today where no day is given.

        Raises ConflictError where the project is not public, or its period has a report.
        """
        begun: Any = record  # the desk begins a report with ``new_on``
        project, period = begun.project, values["period"]
        if project.life is not Life.PUBLISHED:
            raise ConflictError("项目公示以后才能报告进展。")
        if any(other is not record for other in project.reports_of(period)):
            raise ConflictError(f"{period_words(period)}的报告已经公示。")
        reached_on = (values["reached_on"] or clock.today()) if values["reached"] else None
        return values | {"reached_on": reached_on}, None

    def desk_rows(self, record: ProjectReport) -> Iterable[tuple[str, Any, str]]:
        """What the project's page shows of it."""
        return [
            ("项目", record.project.headline, ""),
            *self.page_rows(record),
            ("报告日期", record.reported_on.isoformat(), ""),
        ]

    def shown(self, record: ProjectReport, field: RecordField) -> Any:
        """Periods and milestones in words."""
        match field.name:
            case "period":
                return period_words(record.period)
            case "reached":
                return milestone_titles(record.reached)
        return super().shown(record, field)


PROJECTS, REPORTS = ProjectKind(), ProjectReportKind()


class ProjectDesk(DeclaredDesk):
    """Key projects."""

    period_words = staticmethod(period_words)
    reports = staticmethod(queries.reports_of)

    def public_url(self, record: "KeyProject") -> str:
        """The project's page."""
        return url_for("projects.detail", code=record.code)

    def acts(self, record: "KeyProject") -> list[tuple[str, str]]:
        """A published project can be reported on."""
        if record.life is not Life.PUBLISHED or not can(Permission.EDIT_RECORDS):
            return []
        return [("报告进展", url_for("admin.reports.new", project=record.id))]


class ReportDesk(DeclaredDesk):
    """Reports of lead bodies on their projects: shown on the project's page, never in advance."""

    new_rule = "/new/<int:project>"

    def public_url(self, record: "ProjectReport") -> str:
        """The project's page."""
        return url_for("projects.detail", code=record.project.code)

    def form(self, record: "ProjectReport | None") -> RecordForm:
        """A new report is about this month; only milestones still to be reached are offered."""
        form = super().form(record)
        reached = record.reached if record else []
        form["reached"].choices = [
            SelectChoice(str(milestone.id), f"{milestone.title}（计划 {milestone.planned_on}）")
            for milestone in self._project(record).milestones
            if milestone.actual_on is None or str(milestone.id) in reached
        ]
        if record is None and not form.is_submitted():
            form["period"].data = f"{clock.today():%Y-%m}"
        return form

    def save(self, record: "ProjectReport | None", form: RecordForm, edit: "Edit") -> Any:
        """Keep the report; raises as ``save_record``."""
        report = record or REPORTS.new_on(self._project(None), current_staff())
        return super().save(report, form, edit)

    def _project(self, record: "ProjectReport | None") -> "KeyProject":
        address: Any = request.view_args
        found: KeyProject = record.project if record else desk.find(address["project"])
        return found


desk, reports_desk = ProjectDesk(PROJECTS), ReportDesk(REPORTS)
bp, reports_bp = desk.blueprint, reports_desk.blueprint
