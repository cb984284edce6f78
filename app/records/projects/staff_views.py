"""The desk of key projects, and the desk of the reports of lead bodies."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask import Blueprint, request, url_for
from wtforms.fields.choices import SelectChoice

from app.kernel import clock
from app.kernel.search.documents import SearchKind
from app.kernel.web.templating import wan, yuan
from app.people.access import can, current_staff
from app.people.permissions import Permission
from app.people.queries import district_options
from app.publishing.desk.staff_views.desk import RecordDesk
from app.publishing.life.rules import Life
from app.publishing.life.services import Edit
from app.records.companies.queries import company_by_code
from app.records.projects import queries, services
from app.records.projects.forms import ProgressReportForm, ProjectForm
from app.records.projects.rules import period_words
from app.records.projects.steps import read_steps, write_steps

if TYPE_CHECKING:
    from app.records.projects.models import KeyProject, ProjectReport

bp = Blueprint("projects", __name__, url_prefix="/projects")
reports_bp = Blueprint("reports", __name__, url_prefix="/projects/reports")


class ProjectDesk(RecordDesk["KeyProject"]):
    """Key projects."""

    name = "重点项目"
    source = queries.DESK
    form_class = ProjectForm
    extra_template = "records/projects/staff/_reports.html"
    period_words = staticmethod(period_words)

    def kind(self, record: "KeyProject") -> SearchKind:
        """A project."""
        return SearchKind.PROJECT

    def facts(self, record: "KeyProject") -> list[tuple[str, Any]]:
        """The plan."""
        return [
            ("编号", record.code),
            ("名称", record.name),
            ("领域", record.field.label),
            ("年度", f"{record.year} 年"),
            ("牵头单位", record.lead_body),
            ("责任人", record.responsible_person),
            ("工作专班", record.task_force),
            ("建设单位", record.implementing_firm),
            ("统一社会信用代码", record.uscc),
            ("目标", record.objective),
            ("总投资", wan(record.investment_cents)),
            ("分年投资（万元）", record.yearly_investment),
            ("起止", f"{record.starts_on or '—'} 至 {record.ends_on or '—'}"),
            ("实施地", record.district.name if record.district else "全市"),
            ("节点", record.plan),
            ("报告周期", record.reports_every.label),
            ("累计完成", f"{record.latest_percent}%"),
            ("已停止", "是" if record.is_stopped else None),
        ]

    def public_url(self, record: "KeyProject") -> str:
        """The project's page."""
        return url_for("projects.detail", code=record.code)

    def acts(self, record: "KeyProject") -> list[tuple[str, str]]:
        """A published project can be reported on."""
        if record.life is not Life.PUBLISHED or not can(Permission.EDIT_RECORDS):
            return []
        return [("报告进展", url_for("admin.reports.new", project=record.id))]

    def reports(self, record: "KeyProject") -> list["ProjectReport"]:
        """All reports, newest first."""
        return queries.reports_of(record.id)

    def form(self, record: "KeyProject | None") -> ProjectForm:
        """A new project begins with one's own body and this year."""
        own = {"lead_body": current_staff().bureau.name, "year": clock.today().year}
        form = ProjectForm(obj=record, data={} if record else own)
        form.district.offer(district_options())
        if record and not form.is_submitted():
            form.district.data = record.district_code or ""
            if record.investment_cents is not None:
                form.investment.data = Decimal(record.investment_cents) / 100
        return form

    def save(self, record: "KeyProject | None", form: ProjectForm, edit: Edit) -> "KeyProject":
        """Keep the project with its plan; a firm without a company page by its name alone."""
        return services.save_project(
            project=record,
            company=company_by_code(form.uscc.data) if form.uscc.data else None,
            data=form.data_of_project(),
            plan=write_steps(read_steps(form.plan.data)),
            staff=current_staff(),
            edit=edit,
        )


class ReportDesk(RecordDesk["ProjectReport"]):
    """Reports of lead bodies on their projects: shown on the project's page, never in advance."""

    name = "进展报告"
    source = queries.REPORTS
    form_class = ProgressReportForm
    can_schedule = False
    new_rule = "/new/<int:project>"

    def kind(self, record: "ProjectReport") -> SearchKind:
        """A report is part of its project."""
        return SearchKind.PROJECT

    def facts(self, record: "ProjectReport") -> list[tuple[str, Any]]:
        """What the project's page shows of it."""
        return [
            ("项目", record.project.headline),
            ("报告期", period_words(record.period)),
            ("累计完成", f"{record.percent}%"),
            ("进展情况", record.text),
            ("累计投入", yuan(record.spent_cents) if record.spent_cents is not None else None),
            ("已经达到的节点", self._titles(record.project, record.reached)),
            ("达到日期", record.reached_on.isoformat() if record.reached_on else None),
            ("附件或报道的网址", record.link),
            ("报告日期", record.reported_on.isoformat()),
        ]

    def public_url(self, record: "ProjectReport") -> str:
        """The project's page."""
        return url_for("projects.detail", code=record.project.code)

    def form(self, record: "ProjectReport | None") -> ProgressReportForm:
        """A new report is about this month; only milestones still to be reached are offered."""
        project = record.project if record else self._project()
        form = ProgressReportForm(
            obj=record, data={} if record else {"period": f"{clock.today():%Y-%m}"}
        )
        said = record.reached if record else []
        form.reached.choices = [
            SelectChoice(str(milestone.id), f"{milestone.title}（计划 {milestone.planned_on}）")
            for milestone in project.milestones
            if milestone.actual_on is None or str(milestone.id) in said
        ]
        if record and not form.is_submitted() and record.spent_cents is not None:
            form.spent.data = Decimal(record.spent_cents) / 100
        return form

    def save(
        self, record: "ProjectReport | None", form: ProgressReportForm, edit: Edit
    ) -> "ProjectReport":
        """Keep the report."""
        return services.save_report(
            project=record.project if record else self._project(),
            report=record,
            data=form.data_of_report(),
            staff=current_staff(),
            edit=edit,
        )

    def words(self, name: str, value: Any) -> str | None:
        """Milestones are known by their ids."""
        return queries.milestone_titles(value) if name == "reached" else None

    def _project(self) -> "KeyProject":
        project: KeyProject = desk.find((request.view_args or {})["project"])
        return project

    def _titles(self, project: "KeyProject", reached: list[str]) -> str:
        return "；".join(step.title for step in project.milestones if str(step.id) in reached)


desk = ProjectDesk(bp)
reports_desk = ReportDesk(reports_bp)
