"""The coordination office's side: drafting a plan, and the steps of a cycle."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.insight.assessment import services
from app.insight.assessment.forms import DropForm, StepForm, TaskForm, UnitsForm, YearForm
from app.insight.assessment.queries import cycles
from app.insight.assessment.rules import Act, CycleStatus, FindingState
from app.insight.assessment.services.permission import acts_open_to
from app.insight.assessment.staff_views.blueprint import bp
from app.kernel import clock
from app.kernel.errors import ConflictError, DomainError, NotFoundError
from app.kernel.web.form_checks import as_choices
from app.people.access import can, current_staff, requires
from app.people.permissions import Permission

if TYPE_CHECKING:
    from app.insight.assessment.models import AssessmentCycle

Answer = str | Response | tuple[str, int]
Failed = tuple[str, Any]
UNMENDED = frozenset({FindingState.OPEN, FindingState.OVERDUE})
STEPS: dict[Act, Callable[..., None]] = {
    Act.ISSUE: services.issue,
    Act.END_INSPECTION: services.end_inspection,
    Act.COUNT: services.count_again,
    Act.ASSESS: services.assess,
    Act.HEAR: services.hear,
    Act.PROPOSE: services.propose,
    Act.SEND_BACK: services.send_back,
    Act.PUBLISH: services.publish,
}


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


@bp.get("/<int:year>")
@requires(Permission.RUN_ASSESSMENT)
def cycle(year: int) -> str:
    """One cycle: steps with their dates, units with their points, what waits, what was done."""
    return _page(year)


@bp.post("/<int:year>/steps/<name>")
@requires(Permission.RUN_ASSESSMENT)
def step(year: int, name: str) -> Answer:
    """Move the cycle on. When it is refused, the page says why."""
    if name not in {act.value for act in STEPS}:
        raise NotFoundError
    act, form = Act(name), StepForm(prefix=name)

    def carry_out() -> None:
        words = {"text": form.text.data or ""} if act is Act.SEND_BACK else {}
        if form.version.data != cycles.cycle_of(year).version:
            raise ConflictError("您打开页面之后，考核已有变化，请重新核对再办理。")
        STEPS[act](year=year, staff=current_staff(), **words)

    return _carry_out(year, name, form, carry_out, f"已办理：{act.label}。")


@bp.post("/<int:year>/tasks")
@requires(Permission.RUN_ASSESSMENT)
def add_task(year: int) -> Answer:
    """Set a task."""
    form = TaskForm(prefix="task")
    form.offer([])

    def carry_out() -> None:
        services.add_task(
            year=year,
            staff=current_staff(),
            text=form.text.data or "",
            due_on=form.due_on.data,
            unit_key=form.unit.data or "",
        )

    return _carry_out(year, "task", form, carry_out, "已增加任务。")


@bp.post("/<int:year>/tasks/drop")
@requires(Permission.RUN_ASSESSMENT)
def drop_task(year: int) -> Answer:
    """Take a task out of the plan."""
    form = DropForm()

    def carry_out() -> None:
        services.drop_task(year=year, staff=current_staff(), task_id=form.task.data or 0)

    return _carry_out(year, "drop", form, carry_out, "已删去任务。")


@bp.post("/<int:year>/units")
@requires(Permission.RUN_ASSESSMENT)
def choose_units(year: int) -> Answer:
    """Assess those that are ticked."""
    form = UnitsForm(prefix="units")

    def carry_out() -> None:
        services.choose_units(year=year, staff=current_staff(), keys=form.keys.data or [])

    return _carry_out(year, "units", form, carry_out, "已选定被考核单位。")


def _carry_out(year: int, name: str, form: Any, service: Callable[[], None], done: str) -> Answer:
    """The page again with what was typed when it is refused, else with what was done."""
    if not form.validate_on_submit():
        return _page(year, failed=(name, form)), 400
    try:
        service()
    except DomainError as error:
        form.form_errors.append(error.message)
        return _page(year, failed=(name, form)), 409
    flash(done)
    return redirect(url_for("admin.assessment.cycle", year=year))


def _list(form: YearForm | None = None) -> str:
    is_office = can(Permission.RUN_ASSESSMENT)
    return render_template(
        "insight/assessment/staff/list.html",
        cycles=cycles.cycles() if is_office else [],
        own=cycles.own_units(current_staff()),
        form=form or YearForm(formdata=None, year=clock.today().year),
    )


def _page(year: int, failed: Failed | None = None) -> str:
    found = cycles.cycle_with_all(year)
    findings = cycles.findings_of_cycle(found.id)
    seen = {one.unit_id for one in findings}
    acts = [act for act in acts_open_to(found, current_staff()) if act in STEPS]
    return render_template(
        "insight/assessment/staff/cycle.html",
        cycle=found,
        **_forms(found, acts, failed),
        failed=failed,
        is_draft=found.status is CycleStatus.DRAFT,
        marks=cycles.waiting_marks(found.id),
        objections=cycles.waiting_objections(found.id),
        findings=[one for one in findings if one.state in UNMENDED],
        uninspected=[unit.name for unit in found.units if found.issued_on and unit.id not in seen],
        acts={act.value: act.label for act in Act},
        me=current_staff(),
    )


def _forms(found: "AssessmentCycle", acts: list[Act], failed: Failed | None) -> dict[str, Any]:
    """The forms of the page, with what was typed into the one that was refused."""
    units = [(unit.key, unit.name) for unit in found.units]
    blank = {"formdata": None}
    steps = {act: StepForm(prefix=act.value, version=found.version, **blank) for act in acts}
    task, chosen = TaskForm(prefix="task", **blank), UnitsForm(prefix="units", **blank)
    if failed and failed[0] in {act.value for act in acts}:
        steps[Act(failed[0])] = failed[1]
        failed[1].version.data = found.version
    if failed and failed[0] == "task":
        task = failed[1]
    task.offer(units)
    chosen.keys.choices = as_choices(units)
    chosen.keys.data = [key for key, _ in units]
    return {"steps": steps, "task": task, "chosen": chosen}
