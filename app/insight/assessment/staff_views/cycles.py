"""The coordination office's side: drafting a plan, and the steps of a cycle."""

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for

from app.insight.assessment import services
from app.insight.assessment.acts import CYCLE_RULES
from app.insight.assessment.forms import BackForm, DropForm, TaskForm, UnitsForm, YearForm
from app.insight.assessment.queries import cycles
from app.insight.assessment.rules import Act, CycleStatus, FindingState
from app.insight.assessment.staff_views.blueprint import bp
from app.kernel import clock
from app.kernel.errors import DomainError
from app.people.access import can, current_staff, requires
from app.people.acting.forms import ActForm, VersionedForm
from app.people.acting.pages import Action, ActPages, Answer
from app.people.permissions import Permission

if TYPE_CHECKING:
    from app.insight.assessment.models import AssessmentCycle

UNMENDED = frozenset({FindingState.OPEN, FindingState.OVERDUE})
STEPS = (
    (Act.ISSUE, VersionedForm, services.issue),
    (Act.END_INSPECTION, VersionedForm, services.end_inspection),
    (Act.COUNT, VersionedForm, services.count_again),
    (Act.ASSESS, VersionedForm, services.assess),
    (Act.HEAR, VersionedForm, services.hear),
    (Act.PROPOSE, VersionedForm, services.propose),
    (Act.SEND_BACK, BackForm, services.send_back),
    (Act.PUBLISH, VersionedForm, services.publish),
)


@bp.get("/")
@requires(Permission.JOIN_ASSESSMENT)
def index() -> str:
    """The cycles, for the office; for others the years in which they are assessed."""
    return _list()


@bp.post("/open")
@requires(Permission.RUN_ASSESSMENT)
def open_year() -> Answer:
    """Begin the draft of a year."""
    form = YearForm()
    if not form.validate_on_submit():
        return _list(form), 400
    try:
        services.open_cycle(year=form.year.data or 0, staff=current_staff())
    except DomainError as error:
        form.form_errors.append(error.message)
        return _list(form), 409
    flash("已起草，请写任务、选定被考核单位，再下达。")
    return redirect(url_for("admin.assessment.cycle", year=form.year.data))


def _list(form: YearForm | None = None) -> str:
    is_office = can(Permission.RUN_ASSESSMENT)
    return render_template(
        "insight/assessment/staff/list.html",
        cycles=cycles.cycles() if is_office else [],
        own=cycles.own_units(current_staff()),
        form=form or YearForm(formdata=None, year=clock.today().year),
    )


class CyclePages(ActPages["AssessmentCycle"]):
    """One cycle: steps with their dates, units with their points, what waits, what was done."""

    path = "/<int:year>"
    keys = ("year",)
    home = "cycle"
    permission = Permission.RUN_ASSESSMENT
    rules = CYCLE_RULES
    stale = "您打开页面之后，考核已有变化，请重新核对再办理。"
    actions = (
        *(
            Action(act, form, service, f"已办理：{act.label}。", rule=f"steps/{act}")
            for act, form, service in STEPS
        ),
        Action("task", TaskForm, services.add_task, "已增加任务。", act=Act.PLAN, rule="tasks"),
        Action(
            "drop", DropForm, services.drop_task, "已删去任务。", act=Act.PLAN, rule="tasks/drop"
        ),
        Action("units", UnitsForm, services.choose_units, "已选定被考核单位。", act=Act.PLAN),
    )

    def find(self, **address: Any) -> "AssessmentCycle":
        """The cycle of a year, with units, tasks and history."""
        return cycles.cycle_with_all(**address)

    def page(self, thing: "AssessmentCycle", failed: ActForm | None = None, **_shown: Any) -> str:
        """The cycle with its steps; its plan as long as it is a draft."""
        findings = cycles.findings_of_cycle(thing.id)
        seen = {one.unit_id for one in findings}
        return render_template(
            "insight/assessment/staff/cycle.html",
            cycle=thing,
            forms=self.forms(thing, failed),
            failed=failed,
            steps=[act for act, _, _ in STEPS],
            marks=cycles.waiting_marks(thing.id),
            objections=cycles.waiting_objections(thing.id),
            findings=[one for one in findings if one.state in UNMENDED],
            uninspected=[
                unit.name for unit in thing.units if thing.issued_on and unit.id not in seen
            ],
            is_draft=thing.status is CycleStatus.DRAFT,
            acts={act.value: act.label for act in Act},
            me=current_staff(),
        )


CyclePages(bp)
