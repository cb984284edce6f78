"""The first rows of a file, so that a person can say what its columns hold."""

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from app.kernel.imports.cells import Cell, Row, is_blank_row
from app.kernel.imports.problems import SpreadsheetError
from app.kernel.imports.sheets import read_sheets
from app.kernel.imports.values import plain
from app.kernel.masking import mask_shown

SHOWN_ROWS = 15
MAX_SHEETS = 20


def preview(path: Path) -> list[dict[str, Any]]:
    """The sheets that hold anything: name, number of rows, and the first rows as texts.

    Identity and telephone numbers are hidden. Raises SpreadsheetError when the file can't be read.
    """
    sheets = []
    for sheet in read_sheets(path):
        filled = (row for row in sheet.rows if not is_blank_row(row.cells))
        first = islice(filled, SHOWN_ROWS)
        shown = [[row.number, [_shown(cell) for cell in row.cells]] for row in first]
        if shown:
            total = len(shown) + sum(1 for _row in filled)
            sheets.append({"name": sheet.name, "rows": shown, "total": total})
    if not sheets:
        raise SpreadsheetError("文件里没有任何数据。请确认工作表没有隐藏，再重新上传。")
    return sheets[:MAX_SHEETS]


def rows_of(sheet: Mapping[str, Any]) -> list[Row]:
    """The rows that were kept for a sheet."""
    return [Row(number, cells) for number, cells in sheet["rows"]]


def count_below(sheet: Mapping[str, Any], header_row: int) -> int:
    """How many rows of data stand below the header."""
    total: int = sheet["total"]
    return total - sum(row.number <= header_row for row in rows_of(sheet))


def _shown(cell: Cell) -> str:
    return "" if cell is None else mask_shown(plain(cell))
