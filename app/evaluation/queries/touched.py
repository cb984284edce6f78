"""Which kept numbers a row counts in, and counted in before it was changed.

Naming too many costs a count, naming too few a wrong number: so a matter counts in every year
from its receipt to the present one, whatever happened in which.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import partial
from itertools import chain
from typing import Any

from sqlalchemy import Select, select

from app.aggregates.changes import both, differs, keep_old
from app.aggregates.kinds import Touched
from app.cases.models import CaseDisclosure
from app.complaints.models import (
    ClosingCheck,
    Matter,
    MatterDeadline,
    MatterReturn,
    Rating,
    Review,
    Submission,
)
from app.core import clock
from app.core.db import db
from app.evaluation.queries.counting import NONE, scope_of
from app.evaluation.rules import Dimension

keep_old(
    *(Matter.bureau_id, Matter.received_on, Matter.closed_on),
    *(Submission.district_code, Submission.category_code),
    *(MatterReturn.from_bureau_id, MatterReturn.returned_on),
    *(Review.decided_at, MatterDeadline.met_on, CaseDisclosure.decided_on),
)

COUNTED: dict[type, tuple[str, ...]] = {
    Matter: (
        *("bureau_id", "kind", "status", "received_on", "due_on", "closed_on"),
        *("met_deadline", "working_days_taken"),
    ),
    Submission: ("district_code", "category_code"),
    MatterReturn: ("from_bureau_id", "returned_on", "decided_on", "decided_bureau_id", "due_on"),
    MatterDeadline: ("step", "met_on", "due_on"),
    Review: ("decided_at", "result"),
    Rating: ("satisfaction",),
    ClosingCheck: ("state",),
}
"""The columns that are counted, or by which is counted."""

BODIES, DAYS = (
    ("bureau_id", "from_bureau_id"),
    ("received_on", "closed_on", "returned_on", "met_on"),
)


def rows_of_matters() -> dict[type, Callable[[Any], Iterable[Touched]]]:
    """By each model that is counted what one of its rows counts in."""
    return {model: partial(_touched, names) for model, names in COUNTED.items()}


def years_of_case(case: CaseDisclosure) -> Iterator[Touched]:
    """The years of a penalty's decision."""
    for day in both(case, "decided_on"):
        yield str(day.year), None


def _touched(names: tuple[str, ...], row: Any) -> Iterator[Touched]:
    if not differs(row, names):
        return
    found = db.session.execute(_around(row)).all()
    if not found:  # deleted, and nobody knows any more where it was
        yield None, None
        return

    def values(own: Iterable[str], *around: str) -> set[Any]:
        before = (both(row, name) for name in own if name in names)
        return {*chain(*before), *(getattr(one, name) for one in found for name in around)}

    days = {*values(DAYS, "received_on", "closed_on"), *_days(values(("decided_at",)))} - {None}
    told = {
        Dimension.BUREAU: values(BODIES, "bureau_id"),
        Dimension.DISTRICT: values(("district_code",), "district_code"),
        Dimension.CATEGORY: values(("category_code",), "category_code"),
    }
    yield from _counted_in(told, days)


def _around(row: Any) -> Select[Any]:
    """Where the matters of the row stand now; not the matters, which may be in the making."""
    match row:
        case Matter():
            which = Matter.id == row.id
        case Submission():
            which = Matter.submission_id == row.id
        case _:
            which = Matter.id == row.matter_id
    columns: tuple[Any, ...] = (
        *(Matter.bureau_id, Matter.received_on, Matter.closed_on),
        *(Submission.district_code, Submission.category_code),
    )
    return select(*columns).join(Matter.submission).where(which)


def _counted_in(told: Mapping[Dimension, set[Any]], days: set[date]) -> Iterator[Touched]:
    for year in range(min(days).year, max(clock.today(), *days).year + 1):
        for dimension, values in told.items():
            for value in values:
                yield scope_of(dimension, year), NONE if value is None else str(value)
    for day in days:
        yield scope_of(Dimension.MONTH, day.year), str(day.month)


def _days(moments: set[datetime | None]) -> set[date]:
    """The days of these moments, here and where databases count their months."""
    found = [moment for moment in moments if moment is not None]
    return {clock.city_date(one) for one in found} | {one.astimezone(UTC).date() for one in found}
