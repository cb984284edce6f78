"""Which rule a clock runs under, and the clocks that run, over all matters."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel.db.session import db
from app.matters.complaints.clocks.models import ClockReminder, ReturnReminder
from app.matters.complaints.matter.models.clocks import DeadlineRule, MatterDeadline, PausePaper
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


def reminders_sent() -> Mapping[int, set[int]]:
    """By running clock, the thresholds at which its people have been reminded."""
    statement = (
        select(ClockReminder.deadline_id, ClockReminder.threshold)
        .join(MatterDeadline, MatterDeadline.id == ClockReminder.deadline_id)
        .where(MatterDeadline.met_on.is_(None))
    )
    sent: defaultdict[int, set[int]] = defaultdict(set)
    for deadline_id, threshold in db.session.execute(statement):
        sent[deadline_id].add(threshold)
    return sent


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


def reminders_of_returns() -> Mapping[int, set[int]]:
    """By return that waits, the thresholds at which the office has been reminded of it."""
    statement = (
        select(ReturnReminder.return_id, ReturnReminder.threshold)
        .join(MatterReturn, MatterReturn.id == ReturnReminder.return_id)
        .where(MatterReturn.decided_on.is_(None))
    )
    sent: defaultdict[int, set[int]] = defaultdict(set)
    for return_id, threshold in db.session.execute(statement):
        sent[return_id].add(threshold)
    return sent


def with_address(role: Role) -> Mapping[int, list[int]]:
    """By body, its people in ``role`` whom a mail reaches."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    statement = (
        select(Staff.bureau_id, Staff.id)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(StaffRole.role == role, Staff.is_enabled, Staff.email.is_not(None))
        .order_by(Staff.id)
    )
    for bureau_id, staff_id in db.session.execute(statement):
        found[bureau_id].append(staff_id)
    return found


def pause_papers() -> set[str]:
    """The ids of all stored files on which a pause rests."""
    return set(db.session.scalars(select(PausePaper.upload_id)))
