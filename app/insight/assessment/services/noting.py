"""The trace that each act leaves."""

from app.insight.assessment.models import AssessmentCycle, AssessmentEvent, AssessmentUnit
from app.insight.assessment.rules import Act
from app.kernel import audit, clock
from app.kernel.db.session import db
from app.people.models import Staff


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
