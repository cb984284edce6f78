"""Reports on the months that have ended this year; one of them was corrected."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache

from app.insight.monthly.models import MonthlyReport
from app.insight.monthly.rules import ReportTable, last_day, month_before, written
from app.insight.monthly.tables import flows_of, standing_of
from app.kernel.clock import CITY_ZONE
from app.ops.demo.material import Demo

MONTHS = 6
CORRECTED = 2
"""Which of them was counted again, from the last one on."""
REASON = "一件行政处罚登记了两次，重复的一条已经撤下，当月少计一件（演示）。"
MADE_AT = time(0, 7)


def make_reports(demo: Demo) -> Iterator[MonthlyReport]:
    """The newest first. Numbers of the day of a report are those of today."""
    month, standing = month_before(demo.today), cache(standing_of)
    for place in range(demo.some(MONTHS)):
        tables = [*flows_of(month), *standing(month.year)]
        if place == CORRECTED:
            yield _report(month, 1, [_once_more(table) for table in tables])
            yield _report(month, 2, tables)
        else:
            yield _report(month, 1, tables)
        month = month_before(month)


def _report(month: date, edition: int, tables: list[ReportTable]) -> MonthlyReport:
    made_on = last_day(month) + timedelta(days=1 if edition == 1 else 9)
    return MonthlyReport(
        month=month,
        edition=edition,
        counted_at=datetime.combine(made_on, MADE_AT, CITY_ZONE),
        reason=REASON if edition > 1 else "",
        content=written(tables),
    )


def _once_more(table: ReportTable) -> ReportTable:
    """Penalties as they were counted when one of them stood there twice."""
    if table.key not in {"records", "cases"} or not table.rows:
        return table
    first, *others = table.rows
    count, *cells = first.cells
    more = (count or 0) + 1 if not isinstance(count, str) else count
    return replace(table, rows=(replace(first, cells=(more, *cells)), *others))
