"""Templates of replies, within the own body."""

from collections.abc import Sequence

from sqlalchemy import select

from app.kernel.db.session import db
from app.matters.complaints.desk.models import ReplyTemplate
from app.people.models import Staff


def templates_of(staff: Staff) -> Sequence[ReplyTemplate]:
    """The templates of the person's body, by title."""
    own = select(ReplyTemplate).where(ReplyTemplate.bureau_id == staff.bureau_id)
    return db.session.scalars(own.order_by(ReplyTemplate.title)).all()


def template_of(staff: Staff, template_id: int) -> ReplyTemplate | None:
    """One of them."""
    return db.session.scalar(
        select(ReplyTemplate).where(
            ReplyTemplate.id == template_id, ReplyTemplate.bureau_id == staff.bureau_id
        )
    )
