"""Clocks that run, over all matters: for those who remind, recalculate and end what is over."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Staff, StaffRole
from app.accounts.rules import Role
from app.complaints.models import ClockReminder, Matter, MatterDeadline
from app.complaints.rules import OPEN, Step
from app.core import clock
from app.core.db import db


def open_matters() -> Sequence[Matter]:
    """Open matters with their clocks, all of them."""
    return db.session.scalars(
        select(Matter)
        .where(Matter.status.in_(OPEN))
        .options(selectinload(Matter.deadlines), joinedload(Matter.handler))
        .order_by(Matter.id)
    ).all()


def mediations_past_their_end() -> Sequence[Matter]:
    """Open complaints whose mediation clock has passed its last day."""
    return db.session.scalars(
        select(Matter)
        .where(
            Matter.status.in_(OPEN),
            Matter.step == Step.MEDIATE,
            Matter.due_on < clock.today(),
        )
        .options(selectinload(Matter.deadlines))
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


def heads_with_address() -> Mapping[int, list[int]]:
    """By body, its heads whom a mail reaches."""
    heads: defaultdict[int, list[int]] = defaultdict(list)
    for bureau_id, staff_id in _heads():
        heads[bureau_id].append(staff_id)
    return heads


def _heads() -> Iterator[tuple[int, int]]:
    statement = (
        select(Staff.bureau_id, Staff.id)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(StaffRole.role == Role.HEAD, Staff.is_enabled, Staff.email.is_not(None))
        .order_by(Staff.id)
    )
    for row in db.session.execute(statement):
        yield row.bureau_id, row.id
