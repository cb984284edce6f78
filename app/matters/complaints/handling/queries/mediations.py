"""Mediations whose time is over."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.kernel import clock
from app.kernel.db.session import db
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.states import OPEN, MatterStep


def mediations_past_their_end() -> Sequence[Matter]:
    """Open complaints whose mediation clock has passed its last day."""
    return db.session.scalars(
        select(Matter)
        .where(
            Matter.status.in_(OPEN),
            Matter.step == MatterStep.MEDIATE,
            Matter.due_on < clock.today(),
        )
        .options(selectinload(Matter.deadlines))
        .order_by(Matter.id)
    ).all()
