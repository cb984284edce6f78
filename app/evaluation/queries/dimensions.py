"""How matters were handled in a year, along one dimension: by body, district, category or month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Select, and_, extract, func, select

from app.accounts.models import Bureau, District
from app.complaints.catalogue import ComplaintCategory
from app.complaints.models import Matter, MatterReturn, Rating, Submission
from app.complaints.rules import OPEN, ComplaintKind, Satisfaction
from app.core import clock
from app.core.db import db
from app.evaluation.queries.handling import ENDED
from app.evaluation.rules import Dimension, HandlingTally


@dataclass(frozen=True)
class Line:
    """A body, district, category or month with its numbers."""

    name: str
    tally: HandlingTally


def handled(dimension: Dimension, year: int, kind: ComplaintKind | None = None) -> list[Line]:
    """A line for each value of ``dimension`` that has matters in ``year``, from six statements."""
    tallies: defaultdict[Any, HandlingTally] = defaultdict(HandlingTally)
    first, last = date(year, 1, 1), date(year, 12, 31)
    received = Matter.received_on.between(first, last)
    closed = Matter.closed_on.between(first, last)
    is_late = and_(Matter.status.in_(OPEN), Matter.due_on < clock.today())
    by_receipt = partial(_counted, _column(dimension, Matter.received_on), kind)
    by_end = partial(_counted, _column(dimension, Matter.closed_on), kind)
    for row in by_receipt(_MATTERS.where(received)):
        tallies[row.by].received += row.n
    for row in by_receipt(_MATTERS.where(received, is_late)):
        tallies[row.by].overdue += row.n
    returned = MatterReturn.returned_on.between(first, last)
    for row in _counted(_column_of_returns(dimension), kind, _RETURNS.where(returned)):
        tallies[row.by].returned += row.n
    outcome = Matter.met_deadline, Matter.working_days_taken
    for row in by_end(_MATTERS.where(closed, Matter.status.in_(ENDED)), *outcome):
        tallies[row.by].count_ended(row.n, row.met_deadline, row.working_days_taken)
    for row in by_end(_MATTERS.join(Matter.rating).where(closed), Rating.satisfaction):
        is_solved = row.satisfaction is Satisfaction.SOLVED
        tallies[row.by].count_rated(row.n, is_solved=is_solved)
    return _named(dimension, tallies)


_MATTERS: Select[Any] = select().select_from(Matter).join(Matter.submission)
_RETURNS = _MATTERS.join(MatterReturn, MatterReturn.matter_id == Matter.id)


def _counted(
    by: Any, kind: ComplaintKind | None, statement: Select[Any], *groups: Any
) -> Iterable[Any]:
    """How many of the statement's rows there are for each value of ``by`` and the groups."""
    rows = statement.add_columns(by.label("by"), *groups, func.count().label("n"))
    if kind is not None:
        rows = rows.where(Matter.kind == kind)
    return db.session.execute(rows.group_by(by, *groups))


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
