"""Matters whose outcome is public, and what of them stands beside projects and companies."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, extract, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.kernel import clock
from app.kernel.db.cache import remembered
from app.kernel.db.paging import Page, count, paginate
from app.kernel.db.session import db
from app.kernel.web import page_cache
from app.matters.complaints.matter.models.clocks import ComplaintCategory
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import OPEN, ComplaintKind, MatterStatus
from app.people.models import Bureau
from app.people.queries import Options

SIMILAR = 3
"""How many matters like one's own are shown to who hands one in."""

SHOWN = 5
"""The newest public answers that a project's page shows."""


@dataclass(frozen=True)
class PublicFilter:
    """What the list is narrowed to; an empty value narrows nothing."""

    kind: str = ""
    category: str = ""
    district: str = ""
    bureau: str = ""
    outcome: str = ""
    year: str = ""


@dataclass(frozen=True)
class PublicMatter:
    """What the public reads of a matter. It has no place for anything about the reporter."""

    id: int
    kind: ComplaintKind
    title: str
    summary: str
    category: str
    district: str
    bureau: str
    received_on: date
    closed_on: date
    working_days_taken: int | None
    met_deadline: bool | None
    outcome: MatterOutcome | None


def closed_matters(filters: PublicFilter, *, page: int) -> Page[PublicMatter]:
    """A page of the list, newest first."""
    statement = _narrowed(filters)
    total = remembered(("closed matters", filters), lambda: count(statement))
    found: Page[Matter] = paginate(statement, page=page, total=total)
    return Page(
        items=[_as_public(matter) for matter in found.items],
        total=found.total,
        page=found.page,
        per_page=found.per_page,
    )


def all_closed_matters(filters: PublicFilter) -> list[PublicMatter]:
    """The whole list, for downloads."""
    return [_as_public(matter) for matter in db.session.scalars(_narrowed(filters)).unique()]


def closed_matter(matter_id: int) -> PublicMatter | None:
    """One matter, if it is public."""
    matter = db.session.scalar(_public().where(Matter.id == matter_id))
    return _as_public(matter) if matter else None


@dataclass(frozen=True)
class SimilarMatter:
    """A public matter, and what it has in common with the one to be handed in."""

    matter: PublicMatter
    because: str


def similar_matters(
    *, company_id: int | None, category: str, district: str | None
) -> list[SimilarMatter]:
    """Public matters about the same company, then of the category in the district, then of it."""
    same_company = Submission.company_id == (company_id or 0)
    same_place = and_(
        Submission.category_code == category, Submission.district_code == (district or "")
    )
    nearness = case((same_company, 0), (same_place, 1), else_=2)
    found = db.session.execute(
        _public()
        .add_columns(nearness.label("nearness"))
        .where(or_(same_company, Submission.category_code == category))
        .order_by(None)
        .order_by(nearness, Matter.closed_on.desc(), Matter.id.desc())
        .limit(SIMILAR)
    )
    return [SimilarMatter(_as_public(matter), _BECAUSE[near]) for matter, near in found.unique()]


_BECAUSE = ("同一企业", "同一地方的同类问题", "同类问题")


def closing_years() -> list[int]:
    """The years in which public matters were closed, newest first."""
    year = extract("year", Matter.closed_on)
    statement = select(year).where(*_IS_PUBLIC).distinct().order_by(year.desc())
    return remembered(
        "years of closed matters", lambda: [int(one) for one in db.session.scalars(statement)]
    )


def answering_bureaus() -> Options:
    """Code and name of the bodies that have public matters."""
    with_some = select(Matter.bureau_id).where(*_IS_PUBLIC)
    statement = select(Bureau.code, Bureau.name).where(Bureau.id.in_(with_some))
    return _options("bodies of closed matters", statement.order_by(Bureau.name))


def used_categories() -> Options:
    """Code and name of the categories that have public matters."""
    with_some = select(Submission.category_code).join(Matter).where(*_IS_PUBLIC)
    category = ComplaintCategory
    statement = select(category.code, category.name).where(category.code.in_(with_some))
    return _options("categories of closed matters", statement.order_by(category.position))


def _options(name: str, statement: Select[str, str]) -> Options:
    return remembered(
        name, lambda: [(code, title) for code, title in db.session.execute(statement)]
    )


_IS_PUBLIC = (
    Matter.is_public,
    Matter.status == MatterStatus.CLOSED,
    Matter.closed_on.is_not(None),
    Matter.public_title.is_not(None),
)


def matters_of_company(company_id: int) -> list[Matter]:
    """Matters about the company whose outcome is public, with the body that closed them."""
    statement = _public_about(Submission.company_id == company_id).order_by(Matter.id)
    return list(db.session.scalars(statement.options(joinedload(Matter.bureau))))


def answers_of_project(project_id: int) -> list[Matter]:
    """The newest matters about the project whose outcome is public."""
    statement = _public_about(Submission.project_id == project_id)
    newest = statement.order_by(Matter.closed_on.desc(), Matter.id.desc()).limit(SHOWN)
    return list(db.session.scalars(newest))


def _public_about(condition: ColumnElement[bool]) -> Select[Any]:
    submission = Submission.id == Matter.submission_id
    return select(Matter).join(Submission, submission).where(is_public(), condition)


def is_public() -> ColumnElement[bool]:
    """True for what anyone may read: closed, and the reporter agrees (个人信息保护法 Art. 25)."""
    return and_(*_IS_PUBLIC, Matter.submission.has(Submission.consents_to_publication))


def _public() -> Select[Any]:
    """Public matters with what their lines show. The reporter's own columns are not even read."""
    return (
        select(Matter)
        .join(Matter.submission)
        .where(*_IS_PUBLIC, Submission.consents_to_publication)
        .options(
            joinedload(Matter.bureau),
            contains_eager(Matter.submission).load_only(
                Submission.category_code, Submission.district_code
            ),
            contains_eager(Matter.submission).joinedload(Submission.category),
            contains_eager(Matter.submission).joinedload(Submission.district),
        )
        .order_by(Matter.closed_on.desc(), Matter.id.desc())
    )


def _narrowed(filters: PublicFilter) -> Select[Any]:
    bodies = select(Bureau.id).where(Bureau.code == filters.bureau)
    conditions = {
        "kind": Matter.kind == filters.kind,
        "category": Submission.category_code == filters.category,
        "district": Submission.district_code == filters.district,
        "outcome": Matter.outcome == filters.outcome,
        "bureau": Matter.bureau_id.in_(bodies),
        "year": extract("year", Matter.closed_on) == int(filters.year or 0),
    }
    return _public().where(*(one for name, one in conditions.items() if getattr(filters, name)))


def _as_public(matter: Matter) -> PublicMatter:
    submission = matter.submission
    return PublicMatter(
        id=matter.id,
        kind=matter.kind,
        title=matter.public_title or "",
        summary=matter.public_summary or "",
        category=submission.category.name,
        district=submission.district.name if submission.district else "",
        bureau=matter.bureau.name,
        received_on=matter.received_on,
        closed_on=matter.closed_on or matter.received_on,
        working_days_taken=matter.working_days_taken,
        met_deadline=matter.met_deadline,
        outcome=matter.outcome,
    )


class SupervisionCounts(NamedTuple):
    """Matters about a project: all that were not withdrawn, ended ones, overdue ones."""

    total: int
    answered: int
    overdue: int


def counts_of_project(project_id: int) -> SupervisionCounts:
    """The counts of today."""
    page_cache.show_numbers()
    is_open = Matter.status.in_(OPEN)
    row = db.session.execute(
        select(
            func.count(),
            func.count().filter(~is_open),
            func.count().filter(is_open, Matter.due_on < clock.today()),
        )
        .select_from(Matter)
        .join(Submission, Submission.id == Matter.submission_id)
        .where(Submission.project_id == project_id, Matter.status != MatterStatus.WITHDRAWN)
    ).one()
    return SupervisionCounts(*row)
