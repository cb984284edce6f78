"""How matters were handled, counted from the rows: all that is kept of years and dimensions.

One statement counts any number of them, see ``evaluation.sheets`` for what it finds.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from app.complaints.models import (
    ClosingCheck,
    Matter,
    MatterDeadline,
    MatterReturn,
    Rating,
    Review,
    Submission,
)
from app.complaints.rules import OPEN, CheckState, MatterStatus, ReviewResult, Step
from app.core import clock
from app.core.clock import CITY_ZONE
from app.core.db import db
from app.evaluation.rules import Dimension
from app.evaluation.sheets import KEPT, MOVED, key_of
from app.publishing.queries import in_year

HANDLING = "handling"
"""The kind under which it is kept."""
ENDED = (MatterStatus.CLOSED, MatterStatus.DECLINED)
NONE = "-"
"""Stands for matters that have no value."""

Kept = dict[str, dict[str, dict[str, int]]]
"""By value and track."""


def scope_of(dimension: Dimension, year: int) -> str:
    """The name under which a year's numbers along a dimension are kept."""
    return f"{dimension.value}/{year}"


def years() -> list[int]:
    """Years in which matters were received, newest first; at least the present one."""
    oldest: date | None = db.session.scalar(select(func.min(Matter.received_on)))
    present = clock.today().year
    return list(range(present, min(oldest.year if oldest else present, present) - 1, -1))


def scopes() -> list[str]:
    """All years along all dimensions, and the empty one before: the oldest is held against it."""
    known = years()
    return [
        scope_of(dimension, year) for year in (*known, known[-1] - 1) for dimension in Dimension
    ]


def count(wanted: Mapping[str, Collection[str] | None]) -> dict[str, Kept]:
    """What is to be kept of these scopes, or of these values in them."""
    found: dict[str, Kept] = {scope: {} for scope in wanted}
    selects = [one for scope, parts in wanted.items() for one in _facts(scope, parts)]
    for row in db.session.execute(union_all(*selects)):
        tracks = found[row.scope].setdefault(row.value or NONE, {})
        counts = tracks.setdefault(row.track, {})
        key = key_of(row.what, *(row.first, row.second)[: TOLD.get(row.what, 0)])
        counts[key] = counts.get(key, 0) + row.n
        if row.waived:
            counts["waived"] = counts.get("waived", 0) + row.waived
    return found


TOLD = {"waiting": 1, "ended": 2, "rated": 1, "returned": 2, "accepted": 1}
"""How many things are told of matters under a key; each of them may not be known."""

OF_SUBMISSIONS = {Dimension.DISTRICT, Dimension.CATEGORY}
"""By which matters are told apart only with their submissions."""

_WAIVED = (
    select(func.count())
    .where(ClosingCheck.matter_id == Matter.id, ClosingCheck.state == CheckState.WAIVED)
    .correlate(Matter)
    .scalar_subquery()
)


def _facts(scope: str, parts: Collection[str] | None) -> Iterator[Select[Any]]:
    """A statement for each thing that is told of matters in the scope."""
    name, _, words = scope.partition("/")
    by, year = Dimension(name), int(words)
    matters = _matters(by)

    def told(what: str, statement: Select[Any], on: Any, **columns: Any) -> Select[Any]:
        counted = statement.where(_when(by, on, year, parts))
        return _grouped(scope, what, counted, _value(by, on), **columns)

    yield told("received", matters, Matter.received_on)
    open_ = matters.where(Matter.status.in_(OPEN), Matter.due_on.is_not(None))
    yield told("waiting", open_, Matter.received_on, first=Matter.due_on)
    yield told(
        "ended",
        matters.where(Matter.status.in_(ENDED)),
        Matter.closed_on,
        first=_yes_or_no(Matter.met_deadline),
        second=Matter.working_days_taken,
        waived=_WAIVED,
    )
    yield told("rated", matters.join(Matter.rating), Matter.closed_on, first=Rating.satisfaction)
    changed = matters.join(Matter.reviews).where(Review.result == ReviewResult.CHANGED)
    yield told("reopened", changed, Review.decided_at)
    returns = matters.join(MatterReturn, MatterReturn.matter_id == Matter.id)
    yield told("returned", returns, MatterReturn.returned_on, first=_became(), second=_late())
    deadlines = matters.join(MatterDeadline, MatterDeadline.matter_id == Matter.id)
    accepted = deadlines.where(MatterDeadline.step == Step.ACCEPT)
    in_time = MatterDeadline.met_on <= MatterDeadline.due_on
    yield told("accepted", accepted, MatterDeadline.met_on, first=_yes_or_no(in_time))


def _matters(by: Dimension) -> Select[Any]:
    found: Select[Any] = select().select_from(Matter)
    return found.join(Matter.submission) if by in OF_SUBMISSIONS else found


def _grouped(
    scope: str,
    what: str,
    statement: Select[Any],
    value: Any,
    *,
    first: Any = None,
    second: Any = None,
    waived: Any = None,
) -> Select[Any]:
    """How many matters agree in value, track, and what is told of them."""
    groups = [value, Matter.kind, *(one for one in (first, second) if one is not None)]
    return statement.add_columns(
        literal(scope).label("scope"),
        literal(what).label("what"),
        _text(value).label("value"),
        _text(Matter.kind).label("track"),
        _text(null() if first is None else first).label("first"),
        _text(null() if second is None else second).label("second"),
        func.count().label("n"),
        cast(null() if waived is None else func.sum(waived), Integer).label("waived"),
    ).group_by(*groups)


def _value(by: Dimension, on: Any) -> Any:
    """A return counts for the body that gave the matter back, which may lead it no longer."""
    match by:
        case Dimension.BUREAU:
            return (
                MatterReturn.from_bureau_id if on is MatterReturn.returned_on else Matter.bureau_id
            )
        case Dimension.DISTRICT:
            return Submission.district_code
        case Dimension.CATEGORY:
            return Submission.category_code
        case Dimension.MONTH:
            return extract("month", on)


def _when(by: Dimension, on: Any, year: int, parts: Collection[str] | None) -> ColumnElement[bool]:
    """Whether it happened in the year, and is among the parts where these are named."""
    if parts is None:
        return _in(on, year)
    if by is Dimension.MONTH and on is not Review.decided_at:
        return or_(*(_in_month(on, year, int(month)) for month in parts))
    return and_(_in(on, year), _among(_value(by, on), parts))


def _among(value: Any, parts: Iterable[str]) -> ColumnElement[bool]:
    """Whether the value is one of these, as its own type, such that an index can be used."""
    known = [part for part in parts if part != NONE]
    is_number = not isinstance(value.type, String)
    among: ColumnElement[bool] = value.in_([int(part) if is_number else part for part in known])
    return among if len(known) == len(list(parts)) else among | value.is_(None)


def _in_month(on: Any, year: int, month: int) -> ColumnElement[bool]:
    """Whether a day lies in the month, such that an index can be used."""
    days: ColumnElement[bool] = on.between(
        date(year, month, 1), date(year, month, monthrange(year, month)[1])
    )
    return days


def _in(on: Any, year: int) -> ColumnElement[bool]:
    """Whether a day, or a moment in the city, lies in the year."""
    if on is not Review.decided_at:
        return in_year(on, year)
    first, end = (datetime(each, 1, 1, tzinfo=CITY_ZONE) for each in (year, year + 1))
    return and_(on >= first, on < end)


def _became() -> Any:
    """What came of a return, or until when it has to be decided."""
    has_kept = MatterReturn.decided_bureau_id == MatterReturn.from_bureau_id
    due_on = _text(MatterReturn.due_on)
    return case((MatterReturn.decided_on.is_(None), due_on), (has_kept, KEPT), else_=MOVED)


def _late() -> Any:
    return case((MatterReturn.decided_on > MatterReturn.due_on, "1"), else_="0")


def _yes_or_no(condition: Any) -> Any:
    return case((condition.is_(None), null()), (condition, "1"), else_="0")


def _text(value: Any) -> Any:
    return cast(value, String)
