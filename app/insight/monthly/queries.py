"""Reports that were made, and the numbers of a month that no other page counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, select, union_all
from sqlalchemy.orm import aliased

from app.insight.evaluation.queries.scoring import NO_LONGER_DRAFTS
from app.insight.monthly.models import MonthlyReport
from app.insight.monthly.rules import (
    ReportTable,
    last_day,
    read,
)
from app.kernel.clock import city_date
from app.kernel.db.session import AnySelect, db
from app.kernel.errors import NotFoundError
from app.kernel.search.documents import SearchDocument, SearchKind, present
from app.kernel.search.rows import RowSource
from app.kernel.web.templating import month_long
from app.records.cases.models import Case
from app.records.credit.models import CreditEntry
from app.records.credit.rules import ListKind
from app.records.honours.models import Honour
from app.records.inspections.models import Inspection
from app.records.licences.models import AdministrativeLicence


@dataclass(frozen=True)
class ReportedMonth:
    """A month of which there is a report: its newest edition."""

    month: date
    edition: int
    counted_at: datetime

    @property
    def code(self) -> str:
        """``2026-10``, as addresses write the month."""
        return f"{self.month:%Y-%m}"


def reported_months(*, limit: int | None = None) -> list[ReportedMonth]:
    """The months of which there are reports, the newest first; no more than ``limit`` of them."""
    statement = (
        select(
            MonthlyReport.month,
            func.max(MonthlyReport.edition),
            func.max(MonthlyReport.counted_at),
        )
        .group_by(MonthlyReport.month)
        .order_by(MonthlyReport.month.desc())
        .limit(limit)
    )
    return [ReportedMonth(*row) for row in db.session.execute(statement)]


def is_made(month: date) -> bool:
    """Whether there is a report on the month."""
    found = select(MonthlyReport.id).where(MonthlyReport.month == month).limit(1)
    return db.session.scalar(found) is not None


def editions(month: date) -> list[MonthlyReport]:
    """All editions of the report, the newest first. Raises NotFoundError when there is none."""
    statement = select(MonthlyReport).where(MonthlyReport.month == month)
    found = list(db.session.scalars(statement.order_by(MonthlyReport.edition.desc())))
    if not found:
        raise NotFoundError("没有这个月的月报。月报在次月第一天由系统编制。")
    return found


KINDS: tuple[tuple[str, Any, ColumnElement[bool] | None], ...] = (
    ("行政处罚", Case, None),
    ("行政许可", AdministrativeLicence, None),
    ("红名单", CreditEntry, CreditEntry.list == ListKind.RED),
    ("黑名单", CreditEntry, CreditEntry.list == ListKind.BLACK),
    ("监督抽查", Inspection, None),
    ("荣誉", Honour, None),
)
"""Kinds of records whose publication is counted: name, table, and which of its rows."""


def published_in(months: tuple[date, ...]) -> list[tuple[str, list[int]]]:
    """How many records of each kind were first public in each of the months; one statement.

    Those that have left since are counted too: what was published in a month stays so.
    """
    each = [_published(place, months) for place in range(len(KINDS))]
    rows = db.session.execute(union_all(*each).order_by("place"))
    return [(KINDS[row[0]][0], [int(n or 0) for n in row[1:]]) for row in rows]


def cases_in(months: tuple[date, ...]) -> Iterator[Any]:
    """Penalties by field: how many were first public in each month, and 分 of the first month."""
    columns = [func.sum(case((_within(Case, month), 1), else_=0)) for month in months]
    cents = Case.fine_cents + Case.confiscated_cents
    amount = func.sum(case((_within(Case, months[0]), cents), else_=0))
    statement = (
        select(Case.field, *columns, amount)
        .where(Case.status.in_(NO_LONGER_DRAFTS), _in_any(Case, months))
        .group_by(Case.field)
    )
    yield from db.session.execute(statement)


def _published(place: int, months: tuple[date, ...]) -> Any:
    _, model, narrowed = KINDS[place]
    columns = [func.sum(case((_within(model, month), 1), else_=0)) for month in months]
    statement = select(literal(place).label("place"), *columns).where(
        model.status.in_(NO_LONGER_DRAFTS), _in_any(model, months)
    )
    return statement if narrowed is None else statement.where(narrowed)


def _within(model: Any, month: date) -> ColumnElement[bool]:
    within: ColumnElement[bool] = model.published_on.between(month, last_day(month))
    return within


def _in_any(model: Any, months: tuple[date, ...]) -> ColumnElement[bool]:
    """Between the first and the last of the months, which an index answers."""
    return and_(model.published_on >= min(months), model.published_on <= last_day(max(months)))


@cache
def _newest() -> AnySelect:
    """What search reads of the newest edition of each report; earlier ones are not found."""
    later = aliased(MonthlyReport)
    is_corrected = exists().where(
        later.month == MonthlyReport.month, later.edition > MonthlyReport.edition
    )
    return select(
        MonthlyReport.id,
        MonthlyReport.month,
        MonthlyReport.edition,
        MonthlyReport.counted_at,
        MonthlyReport.reason,
        MonthlyReport.content,
    ).where(~is_corrected)


def _documents(rows: Iterable[Any]) -> Iterator[SearchDocument]:
    for found in rows:
        code, counted_on = f"{found.month:%Y-%m}", city_date(found.counted_at)
        correction = "" if found.edition == 1 else f"第 {found.edition} 版，有更正"
        yield SearchDocument(
            kind=SearchKind.MONTHLY,
            key=found.id,
            ref=code,
            title=title_of(found.month),
            texts=(
                ("内容", "；".join(map(_title_and_rows, read(found.content)))),
                ("更正的理由", found.reason),
                ("月份", code),
            ),
            status="有更正" if correction else None,
            year=found.month.year,
            on=last_day(found.month),
            rank=8,
            visible_from=counted_on,
            facts=present(correction, f"{counted_on} 统计"),
        )


def _title_and_rows(table: ReportTable) -> str:
    """The title of a table, and of what it tells."""
    names = "、".join(row.name for row in table.rows)
    return f"{table.title}：{names}" if names else table.title


search_documents = RowSource(_newest, MonthlyReport.id, _documents)
"""Reports in their newest editions, as the search index knows them."""


def title_of(month: date) -> str:
    """What the report on a month is called."""
    return f"{month_long(month)}质量诚信月报"
