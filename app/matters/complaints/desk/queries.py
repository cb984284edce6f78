"""Worklists, their counts, and what stands in them for the person who asks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true

from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import db
from app.kernel.errors import NotFoundError
from app.matters.complaints.desk.models import DeskView, ReplyTemplate
from app.matters.complaints.desk.rules import NOBODY, WorklistQuery
from app.matters.complaints.matter.models.clocks import (
    ClockExtension,
    ComplaintCategory,
    MatterDeadline,
)
from app.matters.complaints.matter.models.handling import ClosingCheck
from app.matters.complaints.matter.models.handovers import MatterReturn
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.queries import SHOWN_IN_LISTS, visible_to
from app.matters.complaints.matter.rules.outcomes import CheckState
from app.matters.complaints.matter.rules.states import (
    OPEN,
    ExtensionStatus,
    MatterStatus,
    MatterWorklist,
)
from app.people.models import Staff
from app.people.queries import Options, bureau_options
from app.people.rules import Role
from app.records.companies.models import Company, FormerName

R = TypeVar("R", DeskView, ReplyTemplate)


@dataclass(frozen=True)
class DeskDates:
    """The days, in the city's calendar, that decide what is soon due and what is overdue."""

    today: date
    soon_on: date


def in_worklist(worklist: MatterWorklist, staff: Staff, dates: DeskDates) -> ColumnElement[bool]:
    """Whether a matter stands in a worklist of the person."""
    is_open = Matter.status.in_(OPEN)
    returned = exists().where(
        MatterReturn.matter_id == Matter.id, MatterReturn.decided_on.is_(None)
    )
    was_returned = exists().where(
        MatterReturn.matter_id == Matter.id, MatterReturn.decided_on.is_not(None)
    )
    mine_to_do = and_(is_open, _is_to_do(staff))
    conditions: Mapping[MatterWorklist, ColumnElement[bool]] = {
        MatterWorklist.NEW: and_(mine_to_do, Matter.status == MatterStatus.NEW),
        MatterWorklist.MINE: and_(is_open, Matter.handler_id == staff.id),
        MatterWorklist.DUE_SOON: and_(
            mine_to_do, Matter.due_on.between(dates.today, dates.soon_on)
        ),
        MatterWorklist.OVERDUE: and_(mine_to_do, Matter.due_on < dates.today),
        MatterWorklist.ROUTING: Matter.status == MatterStatus.ROUTING,
        MatterWorklist.DISPUTED: and_(Matter.status == MatterStatus.ROUTING, returned),
        MatterWorklist.RETURNED: and_(mine_to_do, Matter.status == MatterStatus.NEW, was_returned),
        MatterWorklist.WAITING: and_(mine_to_do, Matter.status == MatterStatus.WAITING_REPORTER),
        MatterWorklist.TO_APPROVE: and_(mine_to_do, waits_for_approval()),
        MatterWorklist.ASSISTING: and_(is_open, Matter.bureau_id != staff.bureau_id),
        MatterWorklist.OPEN: is_open,
        MatterWorklist.ENDED: Matter.status.not_in(OPEN),
    }
    return conditions[worklist]


def _is_to_do(staff: Staff) -> ColumnElement[bool]:
    """Whether the person's body must act; the coordination office watches over all bodies."""
    if staff.has_role(Role.COORDINATOR):
        return true()
    return Matter.bureau_id == staff.bureau_id


def worklist_counts(staff: Staff, dates: DeskDates) -> dict[MatterWorklist, int]:
    """How many matters stand in each worklist; one statement."""
    columns = [
        func.coalesce(func.sum(case((in_worklist(worklist, staff, dates), 1), else_=0)), 0)
        for worklist in MatterWorklist
    ]
    row = db.session.execute(select(*columns).where(visible_to(staff))).one()
    return dict(zip(MatterWorklist, row, strict=True))


def view_counts(staff: Staff, views: Sequence[DeskView], dates: DeskDates) -> dict[int, int]:
    """How many matters stand in each saved view; one statement, none without views."""
    if not views:
        return {}
    saved = [WorklistQuery.parse(view.wanted) for view in views]
    columns = [
        func.coalesce(func.sum(case((and_(*_narrowed(one, staff, dates)), 1), else_=0)), 0)
        for one in saved
    ]
    statement = _with_subject(select(*columns)).where(visible_to(staff))
    row = db.session.execute(statement).one()
    return dict(zip((view.id for view in views), row, strict=True))


def worklist_page(staff: Staff, query: WorklistQuery, dates: DeskDates) -> Page[Matter]:
    """A page of a worklist, the most urgent first, or the newest."""
    statement = _listed(select(Matter), staff, query, dates).options(*SHOWN_IN_LISTS)
    return paginate(statement.order_by(*_order(query)), page=query.page)


def _order(query: WorklistQuery) -> tuple[Any, ...]:
    """The most urgent first: what waits for the office, by the office's own clock."""
    if query.by_arrival or query.worklist is MatterWorklist.ENDED:
        return (Matter.id.desc(),)
    if query.worklist in {MatterWorklist.ROUTING, MatterWorklist.DISPUTED}:
        returned_on = (
            select(MatterReturn.returned_on)
            .where(MatterReturn.matter_id == Matter.id, MatterReturn.decided_on.is_(None))
            .scalar_subquery()
        )
        return (func.coalesce(returned_on, Matter.received_on), Matter.id)
    return (Matter.due_on.is_(None), Matter.due_on.asc(), Matter.id.asc())


def _listed(
    statement: Select[Any], staff: Staff, query: WorklistQuery, dates: DeskDates
) -> Select[Any]:
    return _with_subject(statement).where(visible_to(staff), *_narrowed(query, staff, dates))


def _narrowed(query: WorklistQuery, staff: Staff, dates: DeskDates) -> list[ColumnElement[bool]]:
    return [in_worklist(query.worklist, staff, dates), *conditions(query)]


def _with_subject(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(Matter).join(Matter.submission).outerjoin(Submission.company)


def matters_of(staff: Staff, numbers: Collection[str]) -> Sequence[Matter]:
    """Those of the matters that exist for this person, as lists show them."""
    return db.session.scalars(
        select(Matter)
        .where(Matter.number.in_(numbers), visible_to(staff))
        .options(*SHOWN_IN_LISTS)
        .order_by(Matter.due_on.is_(None), Matter.due_on, Matter.id)
    ).all()


def waits_for_approval() -> ColumnElement[bool]:
    """Whether somebody has asked the head of the body for something about a matter."""
    more_time = exists().where(
        MatterDeadline.matter_id == Matter.id,
        MatterDeadline.met_on.is_(None),
        ClockExtension.deadline_id == MatterDeadline.id,
        ClockExtension.status == ExtensionStatus.REQUESTED,
    )
    waiver = exists().where(
        ClosingCheck.matter_id == Matter.id, ClosingCheck.state == CheckState.ASKED
    )
    return or_(more_time, waiver)


def conditions(query: WorklistQuery) -> list[ColumnElement[bool]]:
    """What matters, joined with their submission and its company, must be to stand in the list."""
    category, handler = Submission.category_code, Matter.handler_id
    below = select(ComplaintCategory.code).where(ComplaintCategory.parent_code == query.category)
    is_nobodys = query.handler == NOBODY
    criteria: list[tuple[Any, ColumnElement[bool]]] = [
        (query.q, _matching(query.q)),
        (query.kind, Matter.kind == query.kind),
        (query.category, or_(category == query.category, category.in_(below))),
        (query.district, Submission.district_code == query.district),
        (query.bureau, Matter.bureau_id == _key(query.bureau)),
        (query.handler, handler.is_(None) if is_nobodys else handler == _key(query.handler)),
        (query.since, Matter.received_on >= (query.since or date.min)),
        (query.until, Matter.received_on <= (query.until or date.max)),
    ]
    return [condition for value, condition in criteria if value]


def _matching(text: str) -> ColumnElement[bool]:
    """Matters by number, or by a name or the code of the company they are about.

    What people wrote is encrypted, and is not searched.
    """
    pattern = "%" + text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    former = select(FormerName.company_id).where(FormerName.name.like(pattern, escape="\\"))
    return or_(
        Matter.number.like(pattern, escape="\\"),
        Company.name.like(pattern, escape="\\"),
        Company.uscc == text,
        Company.id.in_(former),
    )


def _key(text: str) -> int:
    """The id in a parameter; no row has the one that stands for what is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def lead_options(chosen: int | None) -> Options:
    """Pairs of id and name of the bodies that lead matters, and of the one chosen."""
    return bureau_options(Matter.bureau_id, chosen=chosen)


def views_of(staff: Staff) -> Sequence[DeskView]:
    """The views that the person has saved, oldest first."""
    own = select(DeskView).where(DeskView.staff_id == staff.id)
    return db.session.scalars(own.order_by(DeskView.id)).all()


def view_of(staff: Staff, view_id: int) -> DeskView:
    """One of them; NotFoundError for any other."""
    return _own(DeskView, view_id, DeskView.staff_id == staff.id)


def templates_of(staff: Staff) -> Sequence[ReplyTemplate]:
    """The templates of the person's body, by title."""
    own = select(ReplyTemplate).where(ReplyTemplate.bureau_id == staff.bureau_id)
    return db.session.scalars(own.order_by(ReplyTemplate.title)).all()


def template_of(staff: Staff, template_id: int) -> ReplyTemplate:
    """One of them; NotFoundError for any other."""
    return _own(ReplyTemplate, template_id, ReplyTemplate.bureau_id == staff.bureau_id)


def _own(model: type[R], key: int, is_own: ColumnElement[bool]) -> R:
    found = db.session.scalar(select(model).where(model.id == key, is_own))
    if found is None:
        raise NotFoundError
    return found
