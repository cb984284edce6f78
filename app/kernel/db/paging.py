"""Lists in pages: one statement counts, one fetches."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Generic, TypeVar

from sqlalchemy import ScalarResult, Select, func, select
from sqlalchemy.orm import lazyload

from app.kernel.db.session import db

T = TypeVar("T")

PER_PAGE = 20


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list of ``total`` items. ``first`` and ``last`` count from one."""

    items: list[T]
    total: int
    page: int = 1
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, ceil(self.total / self.per_page))

    @property
    def first(self) -> int:
        """The place of the first item shown, 0 when there is none."""
        return (self.page - 1) * self.per_page + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The place of the last item shown, 0 when there is none."""
        return self.first + len(self.items) - 1 if self.items else 0

    @property
    def numbers(self) -> list[int]:
        """The page numbers to offer: at most two either side of this one."""
        return list(range(max(1, self.page - 2), min(self.pages, self.page + 2) + 1))


def paginate(
    statement: Select[Any], *, page: int, per_page: int = PER_PAGE, total: int | None = None
) -> Page[Any]:
    """Run ``statement``, which selects one entity or column, for one page.

    A page that does not exist gives the nearest one that does. Who knows the ``total`` saves the
    count.
    """
    total = count(statement) if total is None else total
    number = nearest(page, total, per_page)
    window = statement.limit(per_page).offset((number - 1) * per_page)
    found: ScalarResult[Any] = db.session.execute(window).unique().scalars()
    return Page(items=list(found), total=total, page=number, per_page=per_page)


def nearest(page: int, total: int, per_page: int = PER_PAGE) -> int:
    """The number of the page that exists and is nearest to ``page``."""
    return min(max(1, page), max(1, ceil(total / per_page)))


def page_of(items: Sequence[T], page: int, *, per_page: int = PER_PAGE) -> Page[T]:
    """One page of what is at hand already; one that does not exist gives the nearest."""
    number = nearest(page, len(items), per_page)
    shown = items[(number - 1) * per_page : number * per_page]
    return Page(items=list(shown), total=len(items), page=number, per_page=per_page)


def count(statement: Select[Any]) -> int:
    """How many rows ``statement`` has."""
    rows = statement.options(lazyload("*")).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(rows)) or 0
