"""Who somebody is to a cycle or to one of its units, and so what they may do."""

from collections.abc import Collection

from app.insight.assessment.models import AssessmentCycle, AssessmentUnit
from app.insight.assessment.rules import ACTS, AssessmentAct, AssessmentRelation, CycleStatus
from app.people.acting.rules import ActRules
from app.people.models import Staff
from app.people.rules import Role

OWN = "您是被考核单位的人，不能办理对本单位的考核。"


def _of_cycle(_cycle: AssessmentCycle | None, staff: Staff) -> Collection[AssessmentRelation]:
    return {AssessmentRelation.OFFICE} if staff.has_role(Role.COORDINATOR) else set()


def _of_unit(unit: AssessmentUnit, staff: Staff) -> Collection[AssessmentRelation]:
    """Nobody acts as the office on the unit they work for."""
    is_own = _is_of(staff, unit)
    found = set()
    if staff.has_role(Role.COORDINATOR):
        found.add(AssessmentRelation.OWN_OFFICE if is_own else AssessmentRelation.OFFICE)
    if is_own and staff.has_role(Role.HEAD):
        found.add(AssessmentRelation.UNIT_HEAD)
    return found


def _is_of(staff: Staff, unit: AssessmentUnit) -> bool:
    """Whether the person works for the unit: at the body, or at a body of the district."""
    if unit.bureau_id is not None:
        return unit.bureau_id == staff.bureau_id
    return unit.district_code == staff.bureau.district_code


def _status(cycle: AssessmentCycle | None) -> CycleStatus | None:
    return cycle.status if cycle else None


def _moved_on(act: AssessmentAct, cycle: AssessmentCycle | None) -> str:
    stands = f"{cycle.year} 年考核现在是“{cycle.status.label}”，" if cycle else ""
    return f"{stands}不能“{act.label}”。"


def _why_not(_act: AssessmentAct, relations: Collection[AssessmentRelation]) -> str | None:
    return OWN if AssessmentRelation.OWN_OFFICE in relations else None


CYCLE_RULES = ActRules(
    table=ACTS, relations_of=_of_cycle, state_of=_status, moved_on=_moved_on, why_not=_why_not
)
UNIT_RULES = ActRules(
    table=ACTS,
    relations_of=_of_unit,
    state_of=lambda unit: _status(unit.cycle),
    moved_on=lambda act, unit: _moved_on(act, unit.cycle),
    why_not=_why_not,
)
