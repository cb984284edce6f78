"""Rules of the law and categories, as rows in force on a day."""

from datetime import date

from sqlalchemy import or_, select

from app.kernel.db.session import db
from app.matters.complaints.catalogue import DeadlineRule
from app.matters.complaints.rules import ComplaintKind, Step


def deadline_rule(kind: ComplaintKind, step: Step, on: date) -> DeadlineRule | None:
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
