"""What a reader hands on: sheets of rows of cells, with the row numbers that Excel shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None

MAX_COLUMNS = 400

EMPTY_MARKS = frozenset({"", "N/A", "NULL", "NONE", "-", "--", "—", "——", "/", "无", "\\N"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row and its 1-based number in the sheet."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; its ``rows`` can be walked once. ``total`` is known before, or None.

    ``merged`` counts blocks of merged cells that reach over several rows.
    """

    name: str
    rows: Iterator[Row]
    total: int | None = None
    merged: int = 0


def is_empty(cell: Cell) -> bool:
    """Whether the cell holds nothing, or one of the signs by which senders say nothing."""
    if cell is None or cell == "":
        return True
    return isinstance(cell, str) and len(cell) < 12 and cell.strip().upper() in EMPTY_MARKS


def is_blank_row(cells: Sequence[Cell]) -> bool:
    """Whether no cell of the row holds anything."""
    return all(map(is_empty, cells))
