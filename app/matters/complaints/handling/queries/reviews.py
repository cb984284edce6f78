"""Reviews and visits: what waits, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from secrets import SystemRandom

from sqlalchemy import case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.kernel.db.calendar import city_calendar
from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import db
from app.matters.complaints.clocks.deadlines import due_date
from app.matters.complaints.clocks.queries import deadline_rule
from app.matters.complaints.handling.rules import share
from app.matters.complaints.matter.models.answers import FollowUp, Review
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.queries.visibility import visible_to
from app.matters.complaints.matter.rules.outcomes import ANSWERED, ReviewStatus
from app.matters.complaints.matter.rules.states import MatterStatus, MatterStep
from app.people.models import Bureau, Staff

VISIT_WITHIN = timedelta(days=90)
"""How far back matters are drawn from: who is asked should still remember."""


@dataclass(frozen=True)
class VisitSummary:
    """What the visits of a body's matters came to. Shares are of those that were answered."""

    bureau: str
    drawn: int
    answered: int
    contacted: int | None
    true: int | None


def last_day_to_ask(matter: Matter) -> date | None:
    """Until when a review of the answer, or of the refusal, can be asked for; None before one."""
    if matter.closed_on is None or matter.status not in ANSWERED:
        return None
    rule = deadline_rule(matter.kind, MatterStep.ASK_REVIEW, matter.closed_on)
    return due_date(matter.closed_on, rule.days, rule.unit, city_calendar()) if rule else None


def pending_reviews(staff: Staff, page: int) -> Page[Matter]:
    """Matters whose review waits, those due first, within what the person may know of.

    Of their reviews, the one that waits is loaded; no matter has two of these.
    """
    return paginate(
        select(Matter)
        .join(Matter.reviews)
        .where(visible_to(staff), Review.status == ReviewStatus.PENDING)
        .order_by(Review.due_on, Matter.id)
        .options(
            joinedload(Matter.submission).joinedload(Submission.category),
            contains_eager(Matter.reviews),
            joinedload(Matter.bureau),
        ),
        page=page,
    )


def visited_matters(page: int) -> Page[Matter]:
    """The matters that were drawn, newest first, with their visits."""
    return paginate(
        select(Matter)
        .join(FollowUp, FollowUp.matter_id == Matter.id)
        .order_by(FollowUp.drawn_at.desc(), FollowUp.id.desc())
        .options(joinedload(Matter.follow_up), joinedload(Matter.bureau)),
        page=page,
    )


def visited_by_body() -> list[VisitSummary]:
    """What the visits came to, by body; one statement."""
    rows = db.session.execute(
        select(
            Bureau.name,
            func.count(),
            func.count(FollowUp.answered_at),
            func.count(case((FollowUp.was_contacted.is_(True), 1))),
            func.count(case((FollowUp.is_true.is_(True), 1))),
        )
        .select_from(FollowUp)
        .join(Matter, Matter.id == FollowUp.matter_id)
        .join(Bureau, Bureau.id == Matter.bureau_id)
        .group_by(Bureau.id, Bureau.name)
        .order_by(Bureau.name)
    )
    return [
        VisitSummary(name, drawn, answered, share(contacted, answered), share(true, answered))
        for name, drawn, answered, contacted, true in rows
    ]


def candidates(today: date, most: int) -> Sequence[tuple[int, int]]:
    """Bodies and matters closed lately that nobody was asked about, in an order made by chance."""
    rows = db.session.execute(
        select(Matter.bureau_id, Matter.id)
        .outerjoin(FollowUp, FollowUp.matter_id == Matter.id)
        .where(
            Matter.status == MatterStatus.CLOSED,
            Matter.closed_on >= today - VISIT_WITHIN,
            FollowUp.id.is_(None),
        )
        .order_by(Matter.closed_on.desc())
        .limit(most)
    )
    found = [(bureau_id, matter_id) for bureau_id, matter_id in rows]
    SystemRandom().shuffle(found)
    return found
