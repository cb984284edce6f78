"""What a reader hands on: rows of cells, numbered as Excel shows them, or what is wrong there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.kernel.errors import InvalidInputError

Cell = str | int | float | bool | date | datetime | time | timedelta | None

MAX_COLUMNS = 400
MAX_ROWS = 1_048_576
"""Of a sheet, as Excel counts them."""
MAX_CELL = 100_000
"""Characters of one cell; Excel itself holds 32,767."""

EMPTY_MARKS = frozenset({"", "N/A", "NULL", "NONE", "-", "--", "—", "——", "/", "无", "\\N"})


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row and its 1-based number in the sheet."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class SourceSheet:
    """A sheet; its ``rows`` can be walked once. ``total``, in rows, is known before, or None.

    ``merged`` counts blocks of merged cells that reach over several rows.
    """

    name: str
    rows: Iterator[SheetRow]
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


class SpreadsheetError(InvalidInputError):
    """The file as a whole can't be read; the message says why and what to do."""

    message = "无法读取该文件，请用 Excel 或 WPS 另存为 xlsx 或 CSV 后重试。"


class BadValueError(ValueError):
    """One cell can't be taken; ``reason`` is written beside it in the list of errors."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
