"""How matters were handled in a year, along one dimension: by body, district, category or month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, extract, func, select

from app.accounts.models import Bureau, District
from app.complaints.catalogue import ComplaintCategory
from app.complaints.models import Matter, MatterReturn, Rating, Review, Submission
from app.complaints.rules import OPEN, ComplaintKind, ReviewResult, Satisfaction
from app.core import clock
from app.core.clock import CITY_ZONE
from app.core.db import db
from app.evaluation.queries.handling import ENDED
from app.evaluation.rules import PROTECTED, Dimension, HandlingTally
from app.evaluation.suppression import kept_back
from app.publishing.queries import in_year


@dataclass(frozen=True)
class Line:
    """A body, district, category or month with its numbers."""

    name: str
    tally: HandlingTally


def handled(dimension: Dimension, year: int, kind: ComplaintKind | None = None) -> list[Line]:
    """A line for each value of ``dimension`` that has matters in ``year``, from six statements.

    Whatever is asked for, both tracks are counted: what is kept back of one depends on the other.
    """
    tallies: Tallies = defaultdict(lambda: defaultdict(HandlingTally))
    _count_received(tallies, dimension, year)
    _count_ended(tallies, dimension, year)
    _count_acts(tallies, dimension, year)
    hidden = {name: kept_back(_counts(tallies, name)) for name in PROTECTED}
    chosen = {}
    for key, by_kind in tallies.items():
        tally = HandlingTally()
        for each, counted in by_kind.items():
            if kind in {None, each}:
                tally.add(counted)
        tally.hidden = frozenset(name for name in PROTECTED if (key, kind) in hidden[name])
        if kind is None or kind in by_kind:
            chosen[key] = tally
    return _named(dimension, chosen)


Tallies = defaultdict[Any, defaultdict[ComplaintKind, HandlingTally]]


def _counts(tallies: Tallies, name: str) -> dict[Any, dict[ComplaintKind, int]]:
    return {
        key: {kind: getattr(tally, name) for kind, tally in by_kind.items()}
        for key, by_kind in tallies.items()
    }


def _count_received(tallies: Tallies, dimension: Dimension, year: int) -> None:
    """What came in the year, and what of it is open and past its time."""
    by = _column(dimension, Matter.received_on)
    received = in_year(Matter.received_on, year)
    is_late = and_(Matter.status.in_(OPEN), Matter.due_on < clock.today())
    late = func.sum(case((is_late, 1), else_=0)).label("late")
    for row in _counted(by, _MATTERS.where(received).add_columns(late)):
        tallies[row.by][row.kind].received += row.n
        tallies[row.by][row.kind].overdue += row.late


def _count_ended(tallies: Tallies, dimension: Dimension, year: int) -> None:
    """What ended in the year, and what reporters said of it."""
    by = _column(dimension, Matter.closed_on)
    closed = in_year(Matter.closed_on, year)
    outcome = Matter.met_deadline, Matter.working_days_taken
    for row in _counted(by, _MATTERS.where(closed, Matter.status.in_(ENDED)), *outcome):
        tally = tallies[row.by][row.kind]
        tally.count_ended(row.n, row.met_deadline, row.working_days_taken)
    for row in _counted(by, _MATTERS.join(Matter.rating).where(closed), Rating.satisfaction):
        is_solved = row.satisfaction is Satisfaction.SOLVED
        tallies[row.by][row.kind].count_rated(row.n, is_solved=is_solved)


def _count_acts(tallies: Tallies, dimension: Dimension, year: int) -> None:
    """What bodies gave back in the year, and what was changed on review."""
    returned = in_year(MatterReturn.returned_on, year)
    for row in _counted(_column_of_returns(dimension), _RETURNS.where(returned)):
        tallies[row.by][row.kind].returned += row.n
    first, end = (datetime(each, 1, 1, tzinfo=CITY_ZONE) for each in (year, year + 1))
    changed = and_(
        Review.decided_at >= first,
        Review.decided_at < end,
        Review.result == ReviewResult.CHANGED,
    )
    by = _column(dimension, Review.decided_at)
    for row in _counted(by, _MATTERS.join(Matter.review).where(changed)):
        tallies[row.by][row.kind].reopened += row.n


_MATTERS: Select[Any] = select().select_from(Matter).join(Matter.submission)
_RETURNS = _MATTERS.join(MatterReturn, MatterReturn.matter_id == Matter.id)


def _counted(by: Any, statement: Select[Any], *groups: Any) -> Iterable[Any]:
    """How many of the statement's rows there are for each value of ``by``, track and group."""
    told = statement.add_columns(by.label("by"), Matter.kind, *groups, func.count().label("n"))
    return db.session.execute(told.group_by(by, Matter.kind, *groups))


def _column(dimension: Dimension, on: Any) -> Any:
    match dimension:
        case Dimension.BUREAU:
            return Matter.bureau_id
        case Dimension.DISTRICT:
            return Submission.district_code
        case Dimension.CATEGORY:
            return Submission.category_code
        case Dimension.MONTH:
            return extract("month", on)


def _column_of_returns(dimension: Dimension) -> Any:
    """A return counts for the body that gave the matter back, which may lead it no longer."""
    if dimension is Dimension.BUREAU:
        return MatterReturn.from_bureau_id
    return _column(dimension, MatterReturn.returned_on)


def _named(dimension: Dimension, tallies: Mapping[Any, HandlingTally]) -> list[Line]:
    """Lines in the order in which people list the values; bodies, of which there are many, by how
    much they received. What has no value comes last.
    """
    if dimension is Dimension.MONTH:
        return [Line(f"{int(month)} 月", tallies[month]) for month in sorted(tallies)]
    key, name, order = _NAMES[dimension]
    rows = db.session.execute(select(key, name).order_by(order))
    names: list[tuple[Any, str]] = [(row[0], row[1]) for row in rows]
    if dimension is Dimension.BUREAU:
        names.sort(key=lambda one: -tallies[one[0]].received if one[0] in tallies else 0)
    return [Line(name, tallies[key]) for key, name in (*names, (None, "未注明")) if key in tallies]


_NAMES: dict[Dimension, tuple[Any, Any, Any]] = {
    Dimension.BUREAU: (Bureau.id, Bureau.name, Bureau.name),
    Dimension.DISTRICT: (District.code, District.name, District.position),
    Dimension.CATEGORY: (
        *(ComplaintCategory.code, ComplaintCategory.name),
        ComplaintCategory.position,
    ),
}
"""What names the values of a dimension: key, words, order."""
