"""Which rule a clock runs under, and the clocks that run, over all matters."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db.reference import known
from app.kernel.db.session import db
from app.matters.complaints.matter.models.clocks import (
    ClockReminder,
    DeadlineRule,
    MatterDeadline,
    PausePaper,
    ReturnReminder,
)
from app.matters.complaints.matter.models.handovers import MatterReturn
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.states import OPEN, ComplaintKind, MatterStep
from app.people.models import Staff, StaffRole
from app.people.rules import Role


def deadline_rule(kind: ComplaintKind, step: MatterStep, on: date) -> DeadlineRule | None:
    """The rule for a step of a track that was in force on ``on``; the newest when several."""
    return db.session.scalars(
        select(DeadlineRule)
        .where(
            DeadlineRule.kind == kind,
            DeadlineRule.step == step,
            known(DeadlineRule),
            DeadlineRule.valid_from <= on,
            or_(DeadlineRule.valid_until.is_(None), DeadlineRule.valid_until >= on),
        )
        .order_by(DeadlineRule.valid_from.desc())
        .limit(1)
    ).first()


def open_matters() -> Sequence[Matter]:
    """Open matters with their clocks, all of them."""
    return db.session.scalars(
        select(Matter)
        .where(Matter.status.in_(OPEN))
        .options(selectinload(Matter.deadlines), joinedload(Matter.handler))
        .order_by(Matter.id)
    ).all()


def reminders_sent() -> Mapping[int, list[int]]:
    """By running clock, the thresholds (percent) at which its people have been reminded."""
    return _by_key(
        select(ClockReminder.deadline_id, ClockReminder.threshold)
        .join(MatterDeadline, MatterDeadline.id == ClockReminder.deadline_id)
        .where(MatterDeadline.met_on.is_(None))
    )


def open_returns() -> Sequence[tuple[Matter, MatterReturn]]:
    """What the coordination office has still to decide, with the matter each is about."""
    rows = db.session.execute(
        select(Matter, MatterReturn)
        .join(MatterReturn, MatterReturn.matter_id == Matter.id)
        .where(MatterReturn.decided_on.is_(None), Matter.status.in_(OPEN))
        .options(joinedload(Matter.handler))
        .order_by(MatterReturn.id)
    )
    return [(row[0], row[1]) for row in rows]


def reminders_of_returns() -> Mapping[int, list[int]]:
    """By return that waits, the thresholds (percent) at which the office has been reminded."""
    return _by_key(
        select(ReturnReminder.return_id, ReturnReminder.threshold)
        .join(MatterReturn, MatterReturn.id == ReturnReminder.return_id)
        .where(MatterReturn.decided_on.is_(None))
    )


def with_address(role: Role) -> Mapping[int, list[int]]:
    """By body, its people in ``role`` whom a mail reaches."""
    return _by_key(
        select(Staff.bureau_id, Staff.id)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(StaffRole.role == role, Staff.is_enabled, Staff.email.is_not(None))
        .order_by(Staff.id)
    )


def _by_key(statement: Select[int, int]) -> defaultdict[int, list[int]]:
    """The second column of the rows, by the first."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for key, value in db.session.execute(statement):
        found[key].append(value)
    return found


def pause_papers() -> set[str]:
    """The ids of all stored files on which a pause rests."""
    return set(db.session.scalars(select(PausePaper.upload_id)))
