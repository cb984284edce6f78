"""Who may know nothing of a matter: the body that it names, and whoever took over."""

from sqlalchemy import ColumnElement, Select, exists, not_, select
from sqlalchemy.orm import aliased

from app.kernel.db.session import db
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.people.models import Bureau, BureauSuccession


def open_to(bureau_id: int) -> ColumnElement[bool]:
    """The matters that somebody of the body may know of.

    Not those that name the body, or one whose duties and people it took over.
    """
    about = aliased(Submission)
    return not_(
        exists().where(
            about.id == Matter.submission_id,
            about.subject_bureau_id.in_(_line_before(bureau_id)),
        )
    )


def kept_from(bureau_id: int) -> set[int]:
    """The ids of the matters that nobody of the body may know of; one statement."""
    return set(db.session.scalars(select(Matter.id).where(not_(open_to(bureau_id)))))


def may_have(matter: Matter, bureau_id: int) -> bool:
    """Whether the body may lead the matter, assist with it or read it."""
    named = matter.submission.subject_bureau_id
    return named is None or not is_in_line(named, bureau_id)


def is_in_line(named_id: int, bureau_id: int) -> bool:
    """Whether a body is the one named, or took over from it."""
    line = _line_before(bureau_id).subquery()
    return db.session.scalar(select(line.c.id).where(line.c.id == named_id)) is not None


def _line_before(bureau_id: int) -> Select[int]:
    """The ids of a body and of all whose duties came to it, at one remove or several."""
    line = select(Bureau.id).where(Bureau.id == bureau_id).cte("line_before", recursive=True)
    line = line.union(
        select(BureauSuccession.predecessor_id).where(BureauSuccession.successor_id == line.c.id)
    )
    return select(line.c.id)
