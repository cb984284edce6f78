"""Public lists: what can be asked of one, in which orders, and what a line of it shows.

To put a statement together takes longer than to ask for a page by it. So each list has one for
each set of filters that is chosen from, in each order, on each day; the values that were chosen
are its parameters.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, func, inspect, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.kernel import clock
from app.kernel.db.cache import remembered
from app.kernel.db.paging import PER_PAGE, Page, nearest
from app.kernel.db.session import AnySelect, db
from app.publishing.life.queries import published

UNSET = (None, "")
TYPED = "q"
"""The field for words that people type, of which there is no end: their totals are not kept."""

Line = TypeVar("Line")
Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])
Parameters = dict[str, Any]

WILD = re.compile("[/%_]")
"""What would mean something else in a pattern than itself."""


@dataclass(frozen=True, eq=False)
class Criterion:
    """A condition with parameters, and their values for what a filter is set to."""

    condition: ColumnElement[bool]
    values: Callable[[Any], Parameters]

    def __or__(self, other: "Criterion") -> "Criterion":
        """Either of two conditions on the same words."""
        return Criterion(
            or_(self.condition, other.condition),
            lambda value: self.values(value) | other.values(value),
        )

    def among(
        self, column: InstrumentedAttribute[Any], key: InstrumentedAttribute[Any]
    ) -> "Criterion":
        """The column holds a ``key`` of another table of which this is true."""
        return Criterion(column.in_(select(key).where(self.condition)), self.values)


@dataclass(frozen=True, eq=False)
class Listing(Generic[Line]):
    """A list of what is published of ``model``.

    ``criteria`` go by the names of the filters' fields; a field that is not set leaves nothing
    out. ``lines`` selects what is shown: the record itself, or columns from which ``line`` makes
    a line.
    """

    name: str
    model: Any
    orders: Mapping[Any, tuple[ColumnElement[Any], ...]]
    criteria: Mapping[str, Criterion]
    lines: AnySelect
    line: Callable[..., Line] | None = None

    def page(self, filters: Hashable, order: Hashable, page: int) -> Page[Line]:
        """One page; one that does not exist gives the nearest that does."""
        chosen = self._chosen(filters)
        statements, values = (
            _page_statements(self, tuple(chosen), order, clock.today()),
            self._values(chosen),
        )
        count = partial(_counted, statements.total, values)
        total = count() if TYPED in chosen else remembered((self.name, filters), count)
        number = nearest(page, total, PER_PAGE)
        values |= {"page_size": PER_PAGE, "passed_over": (number - 1) * PER_PAGE}
        found = db.session.execute(statements.window, values)
        items = [self.line(*row) for row in found] if self.line else list(found.scalars())
        return Page(items=items, total=total, page=number)

    def rows(self, filters: object, order: Hashable) -> Select[Any]:
        """All records that the filters leave."""
        return self.narrowed(select(self.model), filters).order_by(*self.orders[order])

    def narrowed(self, statement: Statement, filters: object) -> Statement:
        """The statement for those records alone that are published and that the filters leave."""
        return self.chosen(statement.where(published(self.model)), filters)

    def chosen(self, statement: Statement, filters: object) -> Statement:
        """The statement for the records that the filters leave, published or not."""
        chosen = self._chosen(filters)
        if not chosen:
            return statement
        conditions = (self.criteria[name].condition for name in chosen)
        return statement.where(*conditions).params(self._values(chosen))

    def _chosen(self, filters: object) -> dict[str, Any]:
        values = ((name, getattr(filters, name)) for name in self.criteria)
        return {name: value for name, value in values if value not in UNSET}

    def _values(self, chosen: Mapping[str, Any]) -> Parameters:
        values: Parameters = {}
        for name, value in chosen.items():
            values |= self.criteria[name].values(value)
        return values


class PageStatements(NamedTuple):
    """The two statements of a page."""

    total: Select[int]
    window: AnySelect


def equals(column: InstrumentedAttribute[Any]) -> Criterion:
    """The column holds the value chosen."""
    name = column.key
    return Criterion(column == bindparam(name), lambda value: {name: value})


def equals_or_empty(column: InstrumentedAttribute[Any], nothing: str) -> Criterion:
    """The column holds the value chosen; ``nothing`` is chosen for those that hold none."""
    name = column.key
    value_or_nothing = func.coalesce(column, nothing)
    return Criterion(value_or_nothing == bindparam(name), lambda value: {name: value})


def within_year(column: InstrumentedAttribute[Any]) -> Criterion:
    """The date lies in the year chosen, such that an index on it can be used."""
    first, last = f"{column.key}_first", f"{column.key}_last"
    return Criterion(
        column.between(bindparam(first), bindparam(last)),
        lambda year: {first: date(year, 1, 1), last: date(year, 12, 31)},
    )


def holds(*texts: InstrumentedAttribute[Any]) -> Criterion:
    """One of the texts holds the words typed."""
    condition = or_(*(text.contains(bindparam("words"), escape="/") for text in texts))
    return Criterion(condition, lambda words: {"words": WILD.sub(r"/\g<0>", words)})


def _counted(statement: Select[Any], values: Parameters) -> int:
    return db.session.scalar(statement, values) or 0


@lru_cache(maxsize=500)
def _page_statements(
    listing: Listing[Any], chosen: tuple[str, ...], order: Hashable, day: date
) -> PageStatements:
    """Keys come first, so that what precedes the page is passed over in the index alone."""
    key: InstrumentedAttribute[int] = inspect(listing.model).primary_key[0]
    conditions = (listing.criteria[name].condition for name in chosen)
    keys = select(key).where(published(listing.model, today=day), *conditions)
    columns = listing.orders[order]
    window = keys.order_by(*columns).limit(bindparam("page_size")).offset(bindparam("passed_over"))
    return PageStatements(
        total=select(func.count()).select_from(keys.subquery()),
        window=listing.lines.where(key.in_(window)).order_by(*columns),
    )
