"""The draft of a year's plan: who is assessed, and with which tasks."""

from collections.abc import Collection
from datetime import date

from app.insight.assessment.acts import CYCLE_RULES
from app.insight.assessment.models import AssessmentCycle, AssessmentTask
from app.insight.assessment.queries.cycles import cycle_of
from app.insight.assessment.rules import Act
from app.insight.assessment.services.noting import note
from app.kernel.db.session import db
from app.kernel.errors import InvalidInputError, NotFoundError
from app.people.models import Staff


def add_task(
    *, year: int, staff: Staff, text: str, due_on: date | None, unit_key: str = ""
) -> None:
    """Set a task, for one unit or, without a key, for all."""
    cycle = _draft(year, staff)
    if not text.strip():
        raise InvalidInputError("请写明任务。")
    if due_on is not None and due_on.year != year:
        raise InvalidInputError(f"任务的期限应在 {year} 年内。")
    unit = next((one for one in cycle.units if one.key == unit_key), None)
    if unit_key and unit is None:
        raise InvalidInputError("任务所属的单位不在被考核单位里。")
    cycle.tasks.append(AssessmentTask(text=text.strip(), due_on=due_on, unit=unit))
    note(Act.PLAN, cycle, staff, unit=unit, text=f"增加任务：{text.strip()}")
    db.session.commit()


def drop_task(*, year: int, staff: Staff, task_id: int) -> None:
    """Take a task out of the plan."""
    cycle = _draft(year, staff)
    task = next((one for one in cycle.tasks if one.id == task_id), None)
    if task is None:
        raise NotFoundError
    cycle.tasks.remove(task)
    note(Act.PLAN, cycle, staff, text=f"删去任务：{task.text}")
    db.session.commit()


def choose_units(*, year: int, staff: Staff, keys: Collection[str]) -> None:
    """Assess these and no others; tasks of who is left out go with it."""
    cycle = _draft(year, staff)
    left_out = [unit for unit in cycle.units if unit.key not in keys]
    if len(left_out) == len(cycle.units):
        raise InvalidInputError("请至少选定一个被考核单位。")
    for task in [one for one in cycle.tasks if one.unit in left_out]:
        cycle.tasks.remove(task)
    db.session.flush()
    for unit in left_out:
        cycle.units.remove(unit)
    note(
        Act.PLAN, cycle, staff, text=f"不考核：{'、'.join(unit.name for unit in left_out) or '无'}"
    )
    db.session.commit()


def _draft(year: int, staff: Staff) -> AssessmentCycle:
    cycle = cycle_of(year, for_update=True)
    CYCLE_RULES.require(Act.PLAN, cycle, staff)
    return cycle
