"""What is kept of a reporter, and whose time is over."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, func, select
from sqlalchemy.orm import selectinload

from app.kernel.db.session import db
from app.matters.complaints.matter.models.handling import MatterEvent
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.states import OPEN, ComplaintKind, MatterStatus
from app.matters.complaints.reporter.rules import (
    TAKEN_BACK,
    OwnFacts,
    is_free,
    years_after,
    years_before,
)

AT_ONCE = 100


def own_facts(submission: Submission, today: date, years: int) -> OwnFacts:
    """What decides which parts of the reporter's data may go. ``years`` after a complaint
    ended its complainant must still be known."""
    matters = submission.matters
    is_open = any(matter.status in OPEN for matter in matters)
    ended = [matter.closed_on for matter in matters if matter.closed_on]
    return OwnFacts(
        has_identity=submission.contact is not None,
        wants_notices=submission.wants_notices,
        has_comment=any(one.rating is not None and one.rating.comment for one in matters),
        has_complaint=any(matter.kind is ComplaintKind.COMPLAINT for matter in matters),
        is_open=is_open,
        was_taken_back=all(_was_taken_back(submission, matter) for matter in matters),
        has_words=submission.narrative != TAKEN_BACK,
        identity_until=None if is_open or not ended else years_after(max(ended), years),
        today=today,
    )


def overdue_identities(today: date, years: int) -> Sequence[Submission]:
    """Submissions whose people need not be known any more, the longest ended first."""
    is_open = exists().where(Matter.submission_id == Submission.id, Matter.status.in_(OPEN))
    last = (
        select(func.max(Matter.closed_on))
        .where(Matter.submission_id == Submission.id)
        .scalar_subquery()
    )
    return db.session.scalars(
        select(Submission)
        .where(Submission.contact.is_not(None), ~is_open, last < years_before(today, years))
        .order_by(Submission.id)
        .limit(AT_ONCE)
        .options(selectinload(Submission.matters).selectinload(Matter.events))
    ).all()


def _was_taken_back(submission: Submission, matter: Matter) -> bool:
    """Whether the matter was withdrawn while that needed nobody's consent."""
    events: Sequence[MatterEvent] = matter.events
    return matter.status is MatterStatus.WITHDRAWN and any(
        event.kind is MatterEventKind.WITHDRAWN and is_free(submission.submitted_at, event.at)
        for event in events
    )
