"""A cycle from the draft of its plan to its publication, one dated step after the other.

Each act raises NotAllowedError for others than the office, NotFoundError for a year without a
cycle, ConflictError while the cycle stands where the act has no place.
"""

from collections.abc import Collection
from datetime import date

from app.insight.assessment.acts import CYCLE_RULES
from app.insight.assessment.formula import Formula, due_dates, formula_data
from app.insight.assessment.models import AssessmentCycle, AssessmentTask, AssessmentUnit
from app.insight.assessment.queries.cycles import (
    bodies_of,
    candidates,
    cycle_of,
    cycles,
    uninspected,
    waiting_marks,
    waiting_objections,
)
from app.insight.assessment.rules import LEADS_TO, AssessmentAct
from app.insight.assessment.services.counting import count, note, required_text
from app.kernel import clock, notify
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from app.kernel.web.templating import day_long
from app.kernel.working_days import add_working_days
from app.people.models import Staff

TWO_PEOPLE = "提请和公布应当由两个人完成，请由质量强市办的另一位同事公布。"


def open_cycle(*, year: int, staff: Staff) -> AssessmentCycle:
    """Begin the draft of a year's plan: all who can be assessed, under the formula of the year.

    Raises InvalidInputError for a year too far off or without a formula, ConflictError for one
    that has a cycle.
    """
    CYCLE_RULES.require(AssessmentAct.OPEN, None, staff)
    data = formula_data(year)
    if data is None:
        raise InvalidInputError(f"{year} 年没有生效的考核办法。")
    if abs(year - clock.today().year) > 1:
        raise InvalidInputError("只能起草去年、今年和明年的考核。")
    if any(cycle.year == year for cycle in cycles()):
        raise ConflictError(f"{year} 年考核已经起草。")
    cycle = AssessmentCycle(year=year, formula=data, status=LEADS_TO[AssessmentAct.OPEN])
    _fix_dates(cycle)
    cycle.units = [
        AssessmentUnit(
            kind=one.kind,
            key=one.key,
            name=one.name,
            bureau_id=one.bureau_id,
            district_code=one.district_code,
            position=position,
        )
        for position, one in enumerate(candidates(year))
    ]
    db.session.add(cycle)
    db.session.flush()
    note(AssessmentAct.OPEN, cycle, staff)
    db.session.commit()
    return cycle


def add_task(
    *, year: int, staff: Staff, text: str, due_on: date | None, unit_key: str = ""
) -> None:
    """Set a task, for one unit or, without a key, for all.

    Raises InvalidInputError without words, for a day of another year, for a unit not assessed.
    """
    cycle = _begin(AssessmentAct.PLAN, year, staff)
    task = required_text(text, "请写明任务。")
    if due_on is not None and due_on.year != year:
        raise InvalidInputError(f"任务的期限应在 {year} 年内。")
    unit = next((one for one in cycle.units if one.key == unit_key), None)
    if unit_key and unit is None:
        raise InvalidInputError("任务所属的单位不在被考核单位里。")
    cycle.tasks.append(AssessmentTask(text=task, due_on=due_on, unit=unit))
    _end(AssessmentAct.PLAN, cycle, staff, f"增加任务：{task}", unit)


def drop_task(*, year: int, staff: Staff, task_id: int) -> None:
    """Take a task out of the plan. Raises NotFoundError where it has no such task."""
    cycle = _begin(AssessmentAct.PLAN, year, staff)
    task = next((one for one in cycle.tasks if one.id == task_id), None)
    if task is None:
        raise NotFoundError
    cycle.tasks.remove(task)
    _end(AssessmentAct.PLAN, cycle, staff, f"删去任务：{task.text}")


def choose_units(*, year: int, staff: Staff, keys: Collection[str]) -> None:
    """Assess these and no others; tasks of who is left out go with it.

    Raises InvalidInputError where nobody would be left.
    """
    cycle = _begin(AssessmentAct.PLAN, year, staff)
    left_out = [unit for unit in cycle.units if unit.key not in keys]
    if len(left_out) == len(cycle.units):
        raise InvalidInputError("请至少选定一个被考核单位。")
    for task in [one for one in cycle.tasks if one.unit in left_out]:
        cycle.tasks.remove(task)
    db.session.flush()
    for unit in left_out:
        cycle.units.remove(unit)
    names = "、".join(unit.name for unit in left_out) or "无"
    _end(AssessmentAct.PLAN, cycle, staff, f"不考核：{names}")


def issue(*, year: int, staff: Staff) -> None:
    """Issue tasks and indicators; from now on the formula of the cycle is what it is now.

    Raises InvalidInputError without units or tasks, ConflictError before the year has begun.
    """
    cycle = _begin(AssessmentAct.ISSUE, year, staff)
    if not cycle.units:
        raise InvalidInputError("还没有选定被考核单位。")
    if not cycle.tasks:
        raise InvalidInputError("还没有写任务，请先在计划里写上当年的任务。")
    if cycle.year > clock.today().year:
        raise ConflictError(f"{cycle.year} 年还没有开始，到年初再下达。")
    cycle.formula = formula_data(year) or cycle.formula
    _fix_dates(cycle)
    cycle.issued_on = clock.today()
    _tell_units(
        "assessment_issued",
        cycle,
        inspect_due=f"{cycle.inspect_due_on:%Y-%m-%d}",
        assess_due=f"{cycle.assess_due_on:%Y-%m-%d}",
    )
    _end(AssessmentAct.ISSUE, cycle, staff)


def end_inspection(*, year: int, staff: Staff) -> None:
    """Close the mid-year inspection, once something was recorded of every unit.

    Raises ConflictError until then.
    """
    cycle = _begin(AssessmentAct.END_INSPECTION, year, staff)
    if missing := uninspected(cycle.id):
        named = "、".join(missing[:3])
        raise ConflictError(f"还有 {len(missing)} 个单位没有督查记录：{named}等。")
    cycle.inspected_on = clock.today()
    _end(AssessmentAct.END_INSPECTION, cycle, staff)


def assess(*, year: int, staff: Staff) -> None:
    """Count the whole year, when it is over: the preliminary result. ConflictError before that."""
    cycle = _begin(AssessmentAct.ASSESS, year, staff)
    if not cycle.is_over:
        raise ConflictError(f"{cycle.year} 年还没有结束，次年年初才能初评。")
    cycle.assessed_on = clock.today()
    count(cycle)
    _end(AssessmentAct.ASSESS, cycle, staff)


def hear(*, year: int, staff: Staff) -> None:
    """Tell the units their preliminary points: they may object for so many working days.

    Raises ConflictError while points by hand wait for a second signature.
    """
    cycle = _begin(AssessmentAct.HEAR, year, staff)
    _refuse_pending_marks(cycle)
    days = cycle.terms.objection_days
    cycle.objections_due_on = add_working_days(clock.today(), days, city_calendar())
    _tell_units(
        "assessment_objections", cycle, objections_due=f"{cycle.objections_due_on:%Y-%m-%d}"
    )
    _end(AssessmentAct.HEAR, cycle, staff)


def propose(*, year: int, staff: Staff) -> None:
    """Propose publication, when nobody can object any more and everybody has been answered.

    Raises ConflictError before that, and while points by hand wait for a second signature.
    """
    cycle = _begin(AssessmentAct.PROPOSE, year, staff)
    if cycle.objections_due_on and clock.today() <= cycle.objections_due_on:
        raise ConflictError(f"异议期到 {day_long(cycle.objections_due_on)}，期满以后才能提请公布。")
    if waiting := waiting_objections(cycle.id):
        raise ConflictError(f"还有 {len(waiting)} 条异议没有答复。")
    _refuse_pending_marks(cycle)
    cycle.proposer_id, cycle.proposer_name = staff.id, staff.full_name
    _end(AssessmentAct.PROPOSE, cycle, staff)


def send_back(*, year: int, staff: Staff, text: str) -> None:
    """Not yet: whoever was to publish says why. InvalidInputError without words."""
    cycle = _begin(AssessmentAct.SEND_BACK, year, staff)
    reason = required_text(text, "请写明退回的理由。")
    cycle.proposer_id, cycle.proposer_name = None, ""
    _end(AssessmentAct.SEND_BACK, cycle, staff, reason)


def publish(*, year: int, staff: Staff) -> None:
    """Publish what was counted; from now on nothing of it changes.

    Never who proposed it: raises NotAllowedError.
    """
    cycle = _begin(AssessmentAct.PUBLISH, year, staff)
    if cycle.proposer_id == staff.id:
        raise NotAllowedError(TWO_PEOPLE)
    cycle.published_on, cycle.publisher_name = clock.today(), staff.full_name
    _end(AssessmentAct.PUBLISH, cycle, staff)


def _begin(act: AssessmentAct, year: int, staff: Staff) -> AssessmentCycle:
    cycle = cycle_of(year, for_update=True)
    CYCLE_RULES.require(act, cycle, staff)
    return cycle


def _end(
    act: AssessmentAct,
    cycle: AssessmentCycle,
    staff: Staff,
    text: str = "",
    unit: AssessmentUnit | None = None,
) -> None:
    cycle.status = LEADS_TO.get(act, cycle.status)
    note(act, cycle, staff, unit=unit, text=text)
    db.session.commit()


def _tell_units(name: str, cycle: AssessmentCycle, **facts: str) -> None:
    """A mail to each body that is assessed, by itself or with its district; no points in it."""
    for bureau_id, unit in bodies_of(cycle):
        notify.mail(name, notify.bureau(bureau_id), year=cycle.year, unit=unit, **facts)


def _fix_dates(cycle: AssessmentCycle) -> None:
    due = due_dates(cycle.year, Formula.parse(cycle.formula), city_calendar())
    cycle.issue_due_on, cycle.inspect_due_on = due["issue"], due["inspect"]
    cycle.assess_due_on = due["assess"]


def _refuse_pending_marks(cycle: AssessmentCycle) -> None:
    if waiting := waiting_marks(cycle.id):
        raise ConflictError(f"还有 {len(waiting)} 项加减分没有第二人签字。")
