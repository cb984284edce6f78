"""The one predicate between the public and the tables, and the answer about one record."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, Select, and_, inspect, null, or_, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.interfaces import ORMOption

from app.core import clock
from app.core.db import db
from app.core.errors import GoneError, NotFoundError
from app.core.paging import Page, count, paginate
from app.core.remembered import remembered
from app.publishing.models import Publication
from app.publishing.rules import PublicationStatus, Standing, standing

Record = TypeVar("Record", bound=Publication)
Value = TypeVar("Value")


class Filtered(Protocol):
    """Filters of a list, among them words that people type."""

    @property
    def q(self) -> str:
        """What was typed."""


def published(model: Any, *, today: date | None = None) -> ColumnElement[bool]:
    """True for rows of ``model`` (a Publication) that the public may see today."""
    day = today or clock.today()
    return and_(
        model.status == PublicationStatus.PUBLISHED,
        model.published_on <= day,
        or_(model.publish_until.is_(None), model.publish_until >= day),
        model.unsuspended(day),
    )


def reveal(record: Record | None) -> Record:
    """The record, if the public may see it today.

    Raises GoneError for one that has left, NotFoundError for one that was never here as far
    as the public may know.
    """
    if record is None:
        raise NotFoundError
    match standing(record.status, record.published_on, record.publish_until, clock.today()):
        case Standing.GONE:
            raise GoneError
        case Standing.UNKNOWN:
            raise NotFoundError
    return record


def approved(
    model: type[Record], keys: Sequence[int] | None, *load: ORMOption
) -> Iterator[tuple[Record, date]]:
    """Records that are or will be public with the day from which on: all, or those in ``keys``.

    This is what the search index is told; ``load`` says what it needs of each.
    """
    for found, since, _ in approved_with(null(), model, keys, *load):
        yield found, since


def approved_with(
    column: ColumnElement[Value], model: type[Record], keys: Sequence[int] | None, *load: ORMOption
) -> Iterator[tuple[Record, date, Value]]:
    """The same, each with the value of ``column``."""
    key: InstrumentedAttribute[int] = inspect(model).primary_key[0]
    # Asked for keys and status at once, SQLite walks through all that is published.
    wanted = model.status == PublicationStatus.PUBLISHED if keys is None else key.in_(keys)
    statement = select(model, column).where(wanted).options(*load).order_by(key)
    for found, value in db.session.execute(statement.execution_options(yield_per=1000)):
        if found.status is PublicationStatus.PUBLISHED and found.published_on is not None:
            yield found, found.published_on, value


def page_of(
    name: str, filters: Filtered, keys: Select[Any], rows: Select[Record], *, page: int
) -> Page[Record]:
    """One page of a list: ``keys`` are those of the records in order, ``rows`` what is shown.

    The total is remembered under the list's name and its filters, but for words that were typed.
    """
    counted = partial(count, keys)
    total = counted() if filters.q else remembered((name, filters), counted)
    return paginate(keys, page=page, rows=rows, total=total)


def in_year(column: InstrumentedAttribute[Any], year: int) -> ColumnElement[bool]:
    """Whether a date lies in ``year``, such that an index on it can be used."""
    return column.between(date(year, 1, 1), date(year, 12, 31))


def years_of(
    column: InstrumentedAttribute[Any], *where: ColumnElement[bool]
) -> list[tuple[str, str]]:
    """Pairs of value and words of the years from the newest to the oldest date in ``column``.

    Two looks into the index that begins with the columns of ``where`` and ends with ``column``.
    """
    ends = [
        select(column).where(*where).order_by(order).limit(1).scalar_subquery()
        for order in (column.asc(), column.desc())
    ]
    found = db.session.execute(select(*ends)).one()
    oldest, newest = found[0], found[1]
    if oldest is None:
        return []
    return [(str(year), f"{year} 年") for year in range(newest.year, oldest.year - 1, -1)]
