"""Who somebody is to a cycle or a unit, and the trace that each act leaves."""

from collections.abc import Collection

from app.insight.assessment.models import AssessmentCycle, AssessmentEvent, AssessmentUnit
from app.insight.assessment.rules import ACTS, Act, Relation, may
from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, NotAllowedError
from app.people.models import Staff
from app.people.rules import Role

OWN = "您是被考核单位的人，不能办理对本单位的考核。"


def relations_of(staff: Staff, unit: AssessmentUnit | None = None) -> set[Relation]:
    """What the person is: of the office; or head at the unit."""
    found = set()
    if staff.has_role(Role.COORDINATOR):
        found.add(Relation.OFFICE)
    if unit is not None and is_of(staff, unit) and staff.has_role(Role.HEAD):
        found.add(Relation.UNIT_HEAD)
    return found


def is_of(staff: Staff, unit: AssessmentUnit) -> bool:
    """Whether the person works for the unit: at the body, or at a body of the district."""
    if unit.bureau_id is not None:
        return unit.bureau_id == staff.bureau_id
    return unit.district_code == staff.bureau.district_code


def require(
    act: Act, cycle: AssessmentCycle, staff: Staff, unit: AssessmentUnit | None = None
) -> None:
    """Refuse ``act`` unless the person may do it now.

    Raises NotAllowedError where they never may, nor may who works for the unit act on it as the
    office; ConflictError where the cycle stands otherwise.
    """
    relation, statuses = ACTS[act]
    relations = relations_of(staff, unit)
    if relation not in relations:
        raise NotAllowedError
    if relation is Relation.OFFICE and unit is not None and is_of(staff, unit):
        raise NotAllowedError(OWN)
    if cycle.status not in statuses:
        raise ConflictError(f"{cycle.year} 年考核现在是“{cycle.status.label}”，不能“{act.label}”。")


def acts_open_to(
    cycle: AssessmentCycle, staff: Staff, unit: AssessmentUnit | None = None
) -> Collection[Act]:
    """What the person may do as the cycle stands; of a unit, what they may do with it."""
    relations = relations_of(staff, unit)
    if unit is not None and is_of(staff, unit):
        relations.discard(Relation.OFFICE)
    return [act for act in ACTS if may(act, relations, cycle.status)]


def note(
    act: Act,
    cycle: AssessmentCycle,
    staff: Staff,
    *,
    unit: AssessmentUnit | None = None,
    text: str = "",
) -> None:
    """Write history and audit row, and count the change, in the caller's transaction."""
    cycle.version = (cycle.version or 0) + 1
    db.session.add(
        AssessmentEvent(
            cycle_id=cycle.id,
            at=clock.now(),
            kind=act.value,
            unit_name=unit.name if unit else "",
            staff_id=staff.id,
            staff_name=staff.full_name,
            text=text,
        )
    )
    audit.record(
        f"assessment.{act.value}",
        actor=staff.as_actor(),
        object_type="assessment",
        object_id=f"{cycle.year}/{unit.key}" if unit else cycle.year,
        changes=audit.changes_of(cycle),
    )
