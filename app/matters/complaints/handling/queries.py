"""What the handling of a matter reads: its cases, 四不放过, colleagues, reviews and visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from secrets import SystemRandom
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import db
from app.matters.complaints.clocks.periods import due_date
from app.matters.complaints.clocks.queries import deadline_rule
from app.matters.complaints.handling.rules import FINDINGS, FOUND, SETTLED, Checks, share
from app.matters.complaints.matter.models.answers import FollowUp, Review
from app.matters.complaints.matter.models.handling import ClosingCheck, ClosingFile, MatterCase
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.queries import visible_to
from app.matters.complaints.matter.rules.outcomes import (
    ANSWERED,
    CheckState,
    ClosingItem,
    ReviewStatus,
)
from app.matters.complaints.matter.rules.states import OPEN, ComplaintKind, MatterStatus, MatterStep
from app.people.models import Bureau, Staff, StaffRole
from app.people.queries import Options
from app.people.rules import Role
from app.publishing.life.models import Publication
from app.publishing.life.queries import published
from app.records.cases.models import Case
from app.records.credit.models import CreditEntry
from app.records.record_links.queries import cases_under, entries_on


class ShownCase(NamedTuple):
    """A penalty, and the entries of the lists that rest on it."""

    case: Case
    entries: list[CreditEntry]


def matters_of(staff: Staff, record: Publication) -> Sequence[Matter]:
    """The reports that a case, or an entry with its cases, came of, if the person may know."""
    cases = [record] if isinstance(record, Case) else cases_under(record)
    if not cases:
        return ()
    statement = (
        select(Matter)
        .join(MatterCase, MatterCase.matter_id == Matter.id)
        .where(MatterCase.case_id.in_([case.id for case in cases]), visible_to(staff))
        .distinct()
        .order_by(Matter.id)
    )
    return db.session.scalars(statement).all()


def shown_cases(matter: Matter) -> list[ShownCase]:
    """Those of its cases that anyone may see today, with the entries that rest on them."""
    if matter.kind is not ComplaintKind.VIOLATION_REPORT:
        return []
    cases = cases_of(matter, published(Case))
    return [ShownCase(case, list(entries_on(case, is_public=True))) for case in cases]


def cases_of(matter: Matter, *conditions: ColumnElement[bool]) -> Sequence[Case]:
    """The cases that were drafted from the report, as far as ``conditions`` hold."""
    statement = (
        select(Case)
        .join(MatterCase, MatterCase.case_id == Case.id)
        .where(MatterCase.matter_id == matter.id, *conditions)
        .order_by(Case.id)
    )
    return db.session.scalars(statement).all()


BEGUN = {MatterStatus.IN_PROGRESS, MatterStatus.CASE_OPEN, MatterStatus.NOT_FILED}
"""States in which a report is being handled."""


@dataclass(frozen=True)
class ItemStatus:
    """An item as its reporter sees it: done, let go, or still to be done."""

    item: ClosingItem
    state: CheckState

    @property
    def is_done(self) -> bool:
        """Whether it no longer stands in the way."""
        return self.state in SETTLED

    @property
    def label(self) -> str:
        """The state for the reporter, who is not told what is being asked for inside."""
        return (self.state if self.is_done else CheckState.OPEN).label


def check_of(matter: Matter, item: ClosingItem) -> ClosingCheck | None:
    """What has been said of the item."""
    return next((check for check in matter.checks if check.item is item), None)


def states_of(matter: Matter) -> Checks:
    """The state of each item of which something has been said."""
    return {check.item: check.state for check in matter.checks}


def ticks_of(matter: Matter) -> list[ItemStatus]:
    """The four items of a report that is being handled, or of which something has been said."""
    is_report = matter.kind is ComplaintKind.VIOLATION_REPORT
    if not is_report or not (matter.status in BEGUN or matter.checks):
        return []
    states = states_of(matter)
    return [ItemStatus(item, states.get(item, CheckState.OPEN)) for item in ClosingItem]


def ticks_for_reporter(matter: Matter) -> list[ItemStatus]:
    """The same for the reporter: once there are findings, and never where there were none."""
    decision = matter.decision
    found_something = decision is not None and (decision.is_filed or decision.ground in FOUND)
    is_shown = found_something if matter.status in BEGUN else matter.outcome in FINDINGS
    return ticks_of(matter) if is_shown else []


def closing_files() -> set[str]:
    """The ids of all stored files that an item remembers."""
    return set(db.session.scalars(select(ClosingFile.upload_id)))


HANDLING = (Role.HANDLER, Role.HEAD, Role.COORDINATOR)


def colleagues(staff: Staff) -> Options:
    """Pairs of id and name of those who can handle matters of the person's body."""
    handling = select(StaffRole.staff_id).where(StaffRole.role.in_(HANDLING))
    rows = db.session.execute(
        select(Staff.id, Staff.full_name)
        .where(Staff.bureau_id == staff.bureau_id, Staff.is_enabled, Staff.id.in_(handling))
        .order_by(Staff.full_name, Staff.id)
    )
    return [(str(key), name) for key, name in rows]


def colleague(staff: Staff, staff_id: int) -> Staff | None:
    """The colleague with this id, if matters can be given to them."""
    offered = {key for key, _ in colleagues(staff)}
    return db.session.get(Staff, staff_id) if str(staff_id) in offered else None


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


VISIT_WITHIN = timedelta(days=90)
"""How far back, in calendar days, matters are drawn from: who is asked should still remember."""


@dataclass(frozen=True)
class VisitSummary:
    """What the visits of a body's matters came to. Shares, in percent, are of those answered."""

    bureau: str
    drawn: int
    answered: int
    contacted: int | None
    true: int | None


def last_day_to_ask(matter: Matter) -> date | None:
    """Last day to ask for a review (after 信访工作条例 Art. 35); None before answer or refusal."""
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
    """Bodies and matters closed in 90 calendar days that nobody was asked about, by chance."""
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
