"""The desk of key projects, and the desk of the reports of lead bodies."""

from typing import TYPE_CHECKING, Any

from flask import request, url_for
from wtforms.fields.choices import SelectChoice

from app.kernel import clock
from app.people.access import can, current_staff
from app.people.permissions import Permission
from app.publishing.fields.inputs import RecordForm
from app.publishing.kind.staff_views import DeclaredDesk
from app.publishing.life.rules import Life
from app.records.projects import queries
from app.records.projects.kind import PROJECTS, REPORTS
from app.records.projects.rules import period_words

if TYPE_CHECKING:
    from app.publishing.life.services import Edit
    from app.records.projects.models import KeyProject, ProjectReport


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

    can_schedule = False
    new_rule = "/new/<int:project>"

    def public_url(self, record: "ProjectReport") -> str:
        """The project's page."""
        return url_for("projects.detail", code=record.project.code)

    def form(self, record: "ProjectReport | None") -> RecordForm:
        """A new report is about this month; only milestones still to be reached are offered."""
        form = super().form(record)
        said = record.reached if record else []
        form["reached"].choices = [
            SelectChoice(str(milestone.id), f"{milestone.title}（计划 {milestone.planned_on}）")
            for milestone in self._project(record).milestones
            if milestone.actual_on is None or str(milestone.id) in said
        ]
        if record is None and not form.is_submitted():
            form["period"].data = f"{clock.today():%Y-%m}"
        return form

    def save(self, record: "ProjectReport | None", form: RecordForm, edit: "Edit") -> Any:
        """Keep the report."""
        report = record or REPORTS.new_on(self._project(None), current_staff())
        return super().save(report, form, edit)

    def _project(self, record: "ProjectReport | None") -> "KeyProject":
        found: KeyProject = (
            record.project if record else desk.find((request.view_args or {})["project"])
        )
        return found


desk, reports_desk = ProjectDesk(PROJECTS), ReportDesk(REPORTS)
bp, reports_bp = desk.blueprint, reports_desk.blueprint
