"""Months, what a report holds of one, and in what two editions of it differ."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from app.kernel.labels import LabelledEnum

ONE_DAY = timedelta(days=1)

ReportCell = int | float | str | None
"""None is a count that is kept back, or a rate or a median of too few."""


class ColumnUnit(LabelledEnum):
    """What the numbers of a column are: counts, shares of 0 to 1, working days, 分, steps."""

    COUNT = ("count", "")
    SHARE = ("share", "")
    DAYS = ("days", "工作日")
    CENTS = ("cents", "万元")
    STEP = ("step", "")
    WORDS = ("words", "")


class TableDrawing(LabelledEnum):
    """How a table is drawn."""

    BARS = ("bars", "横条图")
    STACKED = ("stacked", "分段条图")
    TILES = ("tiles", "方格图")


@dataclass(frozen=True)
class ReportColumn:
    """A column after the first, which names the rows."""

    label: str
    unit: ColumnUnit
    is_of_day: bool = False
    """Whether it tells how things stood on the day of the count, in a table of the month."""


@dataclass(frozen=True)
class ReportRow:
    """A line of a table; ``code`` is that of a district, where there is one."""

    name: str
    cells: tuple[ReportCell, ...]
    code: str = ""


@dataclass(frozen=True)
class ReportTable:
    """A table with its picture and the words that say how it is computed, kept as they were."""

    key: str
    title: str
    name: str
    """Of what the rows are."""
    method: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[ReportRow, ...]
    drawing: TableDrawing
    drawn: int
    """Which column the picture shows; where it is stacked, how many of the first ones."""
    is_of_month: bool
    """Whether it tells of the month, and can be counted again; else of the day of the count."""

    @property
    def longest(self) -> float:
        """What fills a bar: 1 for shares, else the largest number of the column, in its unit."""
        if self.columns[self.drawn].unit is ColumnUnit.SHARE:
            return 1
        return max([1, *(self._number(row) for row in self.rows)])

    def width(self, row: ReportRow) -> float:
        """The length of the row's bar, in percent."""
        return round(100 * self._number(row) / self.longest, 1)

    def parts(self, row: ReportRow) -> list[float]:
        """The parts of the row's stacked bar, in the units of their columns."""
        return [_number(cell) for cell in row.cells[: self.drawn]]

    def _number(self, row: ReportRow) -> float:
        return _number(row.cells[self.drawn])


def _number(cell: ReportCell) -> float:
    return cell if isinstance(cell, int | float) else 0


@dataclass(frozen=True)
class ReportChange:
    """A number that a new edition corrected."""

    table: ReportTable
    row: str
    column: ReportColumn
    before: ReportCell
    after: ReportCell


def written(tables: Sequence[ReportTable]) -> list[dict[str, Any]]:
    """The tables as they are kept."""
    return [asdict(table) for table in tables]


def read(stored: Sequence[dict[str, Any]]) -> list[ReportTable]:
    """The tables again, from what was kept."""
    return [
        ReportTable(
            **{
                **one,
                "columns": tuple(
                    ReportColumn(**{**each, "unit": ColumnUnit(each["unit"])})
                    for each in one["columns"]
                ),
                "rows": tuple(
                    ReportRow(each["name"], tuple(each["cells"]), each["code"])
                    for each in one["rows"]
                ),
                "drawing": TableDrawing(one["drawing"]),
            }
        )
        for one in stored
    ]


def corrected(before: ReportTable, again: ReportTable) -> ReportTable:
    """The table as it was counted again, but for what it told of the day of the first count."""
    older = {row.name: row.cells for row in before.rows}
    if before.columns != again.columns:
        return again
    rows = (
        replace(
            row,
            cells=tuple(_corrected_cells(again.columns, older.get(row.name, row.cells), row.cells)),
        )
        for row in again.rows
    )
    return replace(again, rows=tuple(rows))


def _corrected_cells(
    columns: Iterable[ReportColumn], old: Iterable[ReportCell], new: Iterable[ReportCell]
) -> Iterator[ReportCell]:
    for column, before, after in zip(columns, old, new, strict=True):
        yield before if column.is_of_day else after


def changes(before: Sequence[ReportTable], after: Sequence[ReportTable]) -> Iterator[ReportChange]:
    """The numbers that differ, table by table; of rows that only one edition has, all."""
    older = {table.key: {row.name: row.cells for row in table.rows} for table in before}
    for table in after:
        known = older.get(table.key, {})
        names = {row.name: row.cells for row in table.rows}
        for name in {**names, **known}:
            empty: tuple[ReportCell, ...] = ("",) * len(table.columns)
            pairs = zip(known.get(name, empty), names.get(name, empty), strict=True)
            for column, (old, new) in zip(table.columns, pairs, strict=True):
                if old != new:
                    yield ReportChange(table, name, column, old, new)


def read_month(words: str) -> date | None:
    """The first day of a month written as ``2026-10``; None for anything else."""
    is_written = len(words) == 7 and words[4] == "-" and (words[:4] + words[5:]).isascii()
    if not is_written or not (words[:4] + words[5:]).isdigit():
        return None
    year, month = int(words[:4]), int(words[5:])
    return date(year, month, 1) if year and 1 <= month <= 12 else None


def month_before(month: date) -> date:
    """The first day of the month before that of ``month``."""
    return (month.replace(day=1) - ONE_DAY).replace(day=1)


def year_before(month: date) -> date:
    """The first day of the same month a year before."""
    return date(month.year - 1, month.month, 1)


def last_day(month: date) -> date:
    """The last day of the month that begins on ``month``."""
    return (month + timedelta(days=32)).replace(day=1) - ONE_DAY
