"""The desk of key projects, with the reports of lead bodies."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.accounts.access import can, current_staff, requires
from app.accounts.permissions import Permission
from app.accounts.queries import district_options
from app.core import clock
from app.core.errors import DomainError
from app.core.templating import wan
from app.editing.forms import WithdrawForm
from app.editing.staff_views import RecordDesk
from app.projects import queries, services
from app.projects.forms import ProjectForm, ReportForm
from app.projects.rules import period_words, read_steps, write_steps
from app.search.documents import SearchKind

if TYPE_CHECKING:
    from app.projects.models import KeyProject, ProjectReport

bp = Blueprint("projects", __name__, url_prefix="/projects")


class ProjectDesk(RecordDesk["KeyProject"]):
    """Key projects."""

    name = "重点项目"
    source = queries.DESK
    form_class = ProjectForm
    extra_template = "projects/staff/_reports.html"
    period_words = staticmethod(period_words)

    def title(self, record: "KeyProject") -> str:
        """Code and name."""
        return f"{record.code}　{record.name}"

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
            ("责任人", record.owner),
            ("目标", record.objective),
            ("总投资", wan(record.investment_cents)),
            ("起止", f"{record.starts_on or '—'} 至 {record.ends_on or '—'}"),
            ("实施地", record.district.name if record.district else "全市"),
            ("节点", write_steps(queries.plan_of(record))),
            ("累计完成", f"{record.latest_percent}%"),
            ("已停止", "是" if record.is_stopped else None),
        ]

    def public_url(self, record: "KeyProject") -> str:
        """The project's page."""
        return url_for("projects.detail", code=record.code)

    def acts(self, record: "KeyProject") -> list[tuple[str, str]]:
        """A published project can be reported on."""
        if record.status.value != "published" or not can(Permission.EDIT_RECORDS):
            return []
        return [("报告进展", url_for("admin.projects.report", key=record.id))]

    def reports(self, record: "KeyProject") -> list["ProjectReport"]:
        """The reports that the public can read."""
        return queries.published_reports(record.id)

    def form(self, record: "KeyProject | None") -> ProjectForm:
        """A new project begins with one's own body and this year."""
        own = {"lead_body": current_staff().bureau.name, "year": clock.today().year}
        form = ProjectForm(obj=record, data={} if record else own)
        form.district.offer(district_options())
        if record and not form.is_submitted():
            form.district.data = record.district_code or ""
            form.steps.data = write_steps(queries.plan_of(record))
            if record.investment_cents is not None:
                form.investment.data = Decimal(record.investment_cents) / 100
        return form

    def save(self, record: "KeyProject | None", form: ProjectForm) -> "KeyProject":
        """Keep the project with its plan."""
        return services.save_project(
            project=record,
            data=form.data_of_project(),
            steps=read_steps(form.steps.data),
            staff=current_staff(),
        )


desk = ProjectDesk(bp)


@bp.route("/<int:key>/report", methods=["GET", "POST"])
@requires(Permission.EDIT_RECORDS)
def report(key: int) -> str | Response | tuple[str, int]:
    """Report for a period; the report is public at once."""
    project = desk.find(key)
    form = _report_form(project)
    if not form.validate_on_submit():
        page = render_template("projects/staff/report.html", form=form, project=project)
        return (page, 400) if form.errors else page
    try:
        services.report_progress(project=project, data=form.data_of_report(), staff=current_staff())
    except DomainError as error:
        form.form_errors.append(error.message)
        return render_template("projects/staff/report.html", form=form, project=project), 400
    flash("报告已公示。")
    return redirect(url_for("admin.projects.detail", key=key))


@bp.post("/<int:key>/reports/<int:report_id>/withdraw")
@requires(Permission.PUBLISH_RECORDS)
def withdraw_report(key: int, report_id: int) -> Response:
    """Take a report off the site, with the reason."""
    project, form = desk.find(key), WithdrawForm()
    if form.validate_on_submit():
        services.withdraw_report(
            project=project, report_id=report_id, reason=form.reason.data, staff=current_staff()
        )
        flash("报告已撤下，牵头单位可以重新报告这一期。")
    else:
        flash("没有撤下：请写明理由，2 至 500 字。", "error")
    return redirect(url_for("admin.projects.detail", key=key))


def _report_form(project: "KeyProject") -> ReportForm:
    form = ReportForm(data={"period": f"{clock.today():%Y-%m}"})
    form.reached.choices = [
        SelectChoice(milestone.id, f"{milestone.title}（计划 {milestone.planned_on}）")
        for milestone in project.milestones
        if milestone.actual_on is None
    ]
    return form
