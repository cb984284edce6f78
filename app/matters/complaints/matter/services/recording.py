"""The end of every act: an entry of the history, the audit row, the notice, the commit."""

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.matters.complaints.matter.models.handling import MatterEvent
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.acts import ADDING, MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.services.notices import tell_of_news, tell_reporter
from app.people.models import Staff


def record(
    matter: Matter,
    kind: MatterEventKind,
    staff: Staff | None,
    *,
    text: str | None = None,
    bureau_id: int | None = None,
    visible: bool = True,
) -> None:
    """Write an entry of the history, in the transaction of the caller.

    ``bureau_id`` is the body the entry names: the one that acts, unless another is given.
    """
    matter.events.append(
        MatterEvent(
            at=clock.now(),
            kind=kind,
            staff_id=staff.id if staff else None,
            bureau_id=bureau_id or (staff.bureau_id if staff else matter.bureau_id),
            text=text,
            is_visible_to_reporter=visible,
        )
    )


def finish(act: MatterAct, matter: Matter, staff: Staff, *, reason: str = "") -> None:
    """Count the change, write the audit row, and commit: the end of every act."""
    log_act(act, matter, staff, reason=reason)
    db.session.commit()


def log_act(act: MatterAct, matter: Matter, staff: Staff, *, reason: str = "") -> None:
    """Count the change, write the audit row and the mail, in the transaction of the caller."""
    if act not in ADDING:
        matter.version += 1
    tell_reporter(matter, act)
    audit.record(
        f"matter.{act.value}",
        actor=staff.as_actor(),
        object_type="matter",
        object_id=matter.number,
        reason=reason,
        changes=audit.changes_of(matter),
    )


def log_passed_time(matter: Matter, action: str, *, reason: str = "") -> None:
    """The end of what time has done to a matter: counted, told to who asked for it, and logged."""
    matter.version += 1
    tell_of_news(matter)
    audit.record(
        action,
        object_type="matter",
        object_id=matter.number,
        reason=reason,
        changes=audit.changes_of(matter),
    )
