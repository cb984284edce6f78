"""How matters were handled, counted from all rows; one statement counts any number of scopes.

Pages read sums (see ``facts``), which are held against this: nothing of it is used there. What
it finds is told in ``evaluation.sheets``.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    null,
    select,
    union_all,
)

from app.insight.evaluation.rules import Dimension
from app.insight.evaluation.sheets import DUE, KEPT, MOVED, UNDECIDED, path_of
from app.kernel import clock
from app.kernel.aggregates.kinds import Nested, add_at
from app.kernel.db.session import db
from app.kernel.web import page_cache
from app.matters.complaints.matter.models.answers import Rating, Review
from app.matters.complaints.matter.models.clocks import MatterDeadline
from app.matters.complaints.matter.models.handling import ClosingCheck
from app.matters.complaints.matter.models.handovers import MatterReturn
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.rules.outcomes import CheckState, ReviewResult
from app.matters.complaints.matter.rules.states import OPEN, MatterStatus, MatterStep
from app.matters.complaints.publication.queries import is_public
from app.publishing.life.queries import in_year

HANDLING = "handling"
"""The kind under which it is kept."""
LATE = "late"
"""The scope of what is late today, by body, of whatever year."""
FEW = "few"
"""The scopes, by year, of how many matters each body received and ended, and no more: whether they
are so few that nothing is told.
"""
PUBLIC = "public"
"""The scope of what anyone may read, by track: how many matters."""
ENDED = (MatterStatus.CLOSED, MatterStatus.DECLINED)
NONE = "-"
"""Stands for matters that have no value."""

CountsByValue = dict[str, Nested]
"""By value and track, see ``sheets``."""


@cache
def scope_of(dimension: Dimension, year: int) -> str:
    """The name under which a year's numbers along a dimension are kept."""
    return f"{dimension.value}/{year}"


def few_in(year: int) -> str:
    """The scope of how many matters each body received and ended in a year."""
    return f"{FEW}/{year}"


def years() -> list[int]:
    """Years in which matters were received, newest first; at least the present one."""
    page_cache.show_numbers()
    oldest: date | None = db.session.scalar(select(func.min(Matter.received_on)))
    present = clock.today().year
    return list(range(present, min(oldest.year if oldest else present, present) - 1, -1))


def scopes() -> list[str]:
    """What is told of no year, and all years along all dimensions, with the empty one before: the
    oldest is held against it.
    """
    known = years()
    along = product(Dimension, (*known, known[-1] - 1))
    of_years = [*map(few_in, known), *(scope_of(dimension, year) for dimension, year in along)]
    return [LATE, PUBLIC, *of_years]


def count(names: Iterable[str]) -> dict[str, CountsByValue]:
    """The numbers of these scopes, as they are today."""
    found: dict[str, CountsByValue] = {scope: {} for scope in names}
    selects = [one for scope in names for one in _statements(scope)]
    for row in db.session.execute(union_all(*selects)):
        path = path_of(row.what, row.first, row.second)
        add_at(found[row.scope], (row.value or NONE, row.track, *path), row.n)
    return found


OF_SUBMISSIONS = {Dimension.DISTRICT, Dimension.CATEGORY}
"""By which matters are told apart only with their submissions."""


def _statements(scope: str) -> Iterator[Select[Any]]:
    """A statement for each thing that is told of matters in the scope."""
    name, _, year = scope.partition("/")
    if name == LATE:
        late = select().where(_is_late())
        yield _grouped(scope, DUE, late, Matter.bureau_id, first=Matter.due_on)
    elif name == PUBLIC:
        yield _grouped(scope, PUBLIC, select().where(is_public()), Matter.kind)
    elif name == FEW:
        received = select().where(_in(Matter.received_on, int(year)))
        yield _grouped(scope, "received", received, Matter.bureau_id)
        ended = select().where(Matter.status.in_(ENDED), _in(Matter.closed_on, int(year)))
        yield _grouped(scope, "ended", ended, Matter.bureau_id)
    else:
        yield from _statements_along(scope, Dimension(name), int(year))


def _statements_along(scope: str, by: Dimension, year: int) -> Iterator[Select[Any]]:
    matters = _matters(by)

    def counted(what: str, statement: Select[Any], on: Any, **columns: Any) -> Select[Any]:
        of_year = statement.where(_in(on, year))
        return _grouped(scope, what, of_year, _value(by, on, year), **columns)

    yield counted("received", matters, Matter.received_on)
    yield counted("late", matters.where(_is_late()), Matter.received_on)
    ended = matters.where(Matter.status.in_(ENDED))
    taken = {"first": yes_or_no(Matter.met_deadline), "second": Matter.working_days_taken}
    yield counted("ended", ended, Matter.closed_on, **taken)
    checked = ended.join(Matter.checks).where(ClosingCheck.state == CheckState.WAIVED)
    yield counted("waived", checked, Matter.closed_on)
    yield counted("rated", matters.join(Matter.rating), Matter.closed_on, first=Rating.satisfaction)
    changed = matters.join(Matter.reviews).where(Review.result == ReviewResult.CHANGED)
    yield counted("reopened", changed, Review.decided_at)
    returns = matters.join(MatterReturn, MatterReturn.matter_id == Matter.id)
    yield counted("returned", returns, MatterReturn.returned_on, first=became(), second=_late())
    deadlines = matters.join(MatterDeadline, MatterDeadline.matter_id == Matter.id)
    accepted = deadlines.where(MatterDeadline.step == MatterStep.ACCEPT)
    in_time = MatterDeadline.met_on <= MatterDeadline.due_on
    yield counted("accepted", accepted, MatterDeadline.met_on, first=yes_or_no(in_time))


def _is_late() -> ColumnElement[bool]:
    return and_(Matter.status.in_(OPEN), Matter.due_on < clock.today())


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
) -> Select[Any]:
    """How many matters agree in value, track, and what is told of them."""
    groups = [value, Matter.kind, *(one for one in (first, second) if one is not None)]
    return statement.add_columns(
        literal(scope).label("scope"),
        literal(what).label("what"),
        text(value).label("value"),
        text(Matter.kind).label("track"),
        text(null() if first is None else first).label("first"),
        text(null() if second is None else second).label("second"),
        func.count().label("n"),
    ).group_by(*groups)


def _value(by: Dimension, on: Any, year: int) -> Any:
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
            return _month(on, year)


def _in_month(on: Any, year: int, month: int) -> ColumnElement[bool]:
    """Whether a day, or a moment in the city, lies in the month."""
    first, end = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    if on is Review.decided_at:
        return and_(on >= clock.day_start(first), on < clock.day_start(end))
    return and_(on >= first, on < end)


def _month(on: Any, year: int) -> Any:
    """The month of a day, or of a moment in the city, which databases would take for UTC."""
    if on is not Review.decided_at:
        return extract("month", on)
    return case(*((_in_month(on, year, month), month) for month in range(1, 13)))


def _in(on: Any, year: int) -> ColumnElement[bool]:
    """Whether a day, or a moment in the city, lies in the year."""
    if on is not Review.decided_at:
        return in_year(on, year)
    first, end = (clock.day_start(date(each, 1, 1)) for each in (year, year + 1))
    return and_(on >= first, on < end)


def became() -> Any:
    """What came of a return."""
    stays_with_body = MatterReturn.decided_bureau_id == MatterReturn.from_bureau_id
    return case(
        (MatterReturn.decided_on.is_(None), UNDECIDED), (stays_with_body, KEPT), else_=MOVED
    )


def _late() -> Any:
    """Whether a return was decided too late, or should have been by today."""
    until = func.coalesce(MatterReturn.decided_on, clock.today())
    return case((until > MatterReturn.due_on, "1"), else_="0")


def yes_or_no(condition: Any) -> Any:
    """``1`` or ``0``, or null where nobody knows."""
    return case((condition.is_(None), null()), (condition, "1"), else_="0")


def text(value: Any) -> Any:
    """As words, so that unlike things can stand in one column."""
    return cast(value, String)
