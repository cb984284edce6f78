"""Counts by year behind the computed indicators, and the rows that were counted.

Rows name no person, no company and no number of a matter; a body that has fewer than three in the
year stands among others.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, extract, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.insight.evaluation.queries.counting import ENDED, HANDLING, scope_of, years
from app.insight.evaluation.rules import SMALLEST, Dimension, kept_back
from app.insight.evaluation.sheets import share
from app.kernel import clock
from app.kernel.aggregates.queries import current_counts
from app.kernel.db.session import db
from app.kernel.web import page_cache
from app.matters.complaints.matter.models.answers import Rating
from app.matters.complaints.matter.models.clocks import MatterDeadline
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.outcomes import Satisfaction
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStep
from app.people.models import Bureau
from app.publishing.life.queries import in_year, published
from app.records.projects.models import KeyProject
from app.records.projects.queries.portfolio import progress_is
from app.records.projects.rules import ProjectProgress

OTHERS, OTHER_MONTHS = "其他部门", "年其他月份"


@dataclass(frozen=True)
class YearCount:
    """How many of how many in a year."""

    year: int
    good: int
    total: int


@dataclass(frozen=True)
class CountedRow:
    """A matter as it was counted: body, month, whether it counts as good, working days taken."""

    body: str
    month: str
    is_good: bool
    working_days: int | None


@dataclass(frozen=True)
class MeasuredFact:
    """What is counted of matters: since when, which of them, and which of these are good."""

    on: InstrumentedAttribute[Any]
    counted: ColumnElement[bool]
    good: ColumnElement[bool]
    joined: type[MatterDeadline] | type[Rating] | None = None


def handled_in_time() -> MeasuredFact:
    """Matters that ended, by whether each step kept its time."""
    counted = and_(Matter.status.in_(ENDED), Matter.met_deadline.is_not(None))
    return MeasuredFact(Matter.closed_on, counted, Matter.met_deadline.is_(True))


def accepted_in_time() -> MeasuredFact:
    """Decisions whether to take a complaint up."""
    counted = and_(MatterDeadline.step == MatterStep.ACCEPT, MatterDeadline.met_on.is_not(None))
    in_time = MatterDeadline.met_on <= MatterDeadline.due_on
    return MeasuredFact(MatterDeadline.met_on, counted, in_time, joined=MatterDeadline)


def solved() -> MeasuredFact:
    """Matters that their reporters have judged."""
    good = Rating.satisfaction == Satisfaction.SOLVED
    return MeasuredFact(Matter.closed_on, Matter.closed_on.is_not(None), good, joined=Rating)


COUNTED_AS = {
    "handled_in_time": ("ended", "1"),
    "accepted_in_time": ("accepted", "1"),
    "solved": ("rated", Satisfaction.SOLVED.value),
}
"""By the name of a fact how its counts are kept, and those that are good: see ``sheets``."""


def by_year(name: str) -> list[YearCount]:
    """The counts of each year in which enough were counted, the newest first."""
    scopes = {year: scope_of(Dimension.MONTH, year) for year in years()}
    found = current_counts({HANDLING: [*scopes.values()]})
    both = {
        year: share(found[HANDLING, scope].parts.values(), *COUNTED_AS[name])
        for year, scope in scopes.items()
    }
    return [YearCount(year, *numbers) for year, numbers in both.items() if numbers[1] >= SMALLEST]


def rows_of(fact: MeasuredFact, year: int) -> Iterator[CountedRow]:
    """What was counted in ``year``, by body and month.

    Bodies and months whose counts are kept back elsewhere stand together, in no telling order.
    """
    page_cache.show_numbers()
    of_year, month = in_year(fact.on, year), extract("month", fact.on)
    bodies = _kept_back(fact, Matter.bureau_id, of_year)
    months = _kept_back(fact, month, of_year)
    body = case((Matter.bureau_id.in_(bodies), literal(OTHERS)), else_=Bureau.name)
    shown_month = case((month.in_(months), literal(0)), else_=month)
    days = Matter.working_days_taken
    statement = (
        _matters(fact, body, shown_month, fact.good, days)
        .join(Bureau, Bureau.id == Matter.bureau_id)
        .where(of_year)
        .order_by(body, shown_month, fact.good, days)
    )
    for row in db.session.execute(statement.execution_options(yield_per=1000)):
        month_words = f"{year}-{int(row[1]):02}" if row[1] else f"{year}{OTHER_MONTHS}"
        yield CountedRow(row[0], month_words, bool(row[2]), row[3])


def _kept_back(fact: MeasuredFact, by: Any, of_year: ColumnElement[bool]) -> list[Any]:
    """The bodies or months of which it is not told how many were counted."""
    counts: defaultdict[Any, dict[ComplaintKind, int]] = defaultdict(dict)
    statement = _matters(fact, by, Matter.kind, func.count()).where(of_year)
    for key, kind, count in db.session.execute(statement.group_by(by, Matter.kind)):
        counts[key][kind] = count
    return [key for key, column in kept_back(counts) if column is None]


def projects_by_year() -> list[YearCount]:
    """Published projects of each year's plan, and those that keep to it, the newest first."""
    today = clock.today()
    on_plan = or_(
        progress_is(ProjectProgress.ON_TRACK, today), progress_is(ProjectProgress.DONE, today)
    )
    statement = (
        select(KeyProject.year, func.sum(case((on_plan, 1), else_=0)), func.count())
        .where(published(KeyProject))
        .group_by(KeyProject.year)
        .order_by(KeyProject.year.desc())
    )
    return [YearCount(row[0], row[1], row[2]) for row in db.session.execute(statement)]


def _matters(fact: MeasuredFact, *columns: Any) -> Select[Any]:
    statement = select(*columns).select_from(Matter)
    if fact.joined is not None:
        statement = statement.join(fact.joined, fact.joined.matter_id == Matter.id)
    return statement.where(fact.counted)
