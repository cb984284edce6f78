"""Unpacks a workbook into lines of JSON; run by a confined process only.

Each sheet is a line ``{"sheet": name, "total": rows, "merged": blocks}`` followed by lines
``[number, cells]``, the cells from column A on.
The last line is ``{"end": true}``, or ``{"error": "password" | "format" | "wide" | "large"}``.
"""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

import python_calamine as calamine

MAX_UNPACKED = 1024**3
"""Bytes of all lines: a text that a workbook holds once can stand in each of its cells."""
Merges = dict[int, list[tuple[int, int]]]


class TooLargeError(Exception):
    """All lines together would pass ``MAX_UNPACKED``."""


def unpack(payload: bytes) -> bytes:
    """Unpack ``source`` into ``target``, both paths; the answer is empty."""
    arguments = json.loads(payload)
    with Path(arguments["target"]).open("w", encoding="utf-8") as out:
        try:
            write_sheets(Path(arguments["source"]), out, arguments["max_columns"])
        except calamine.PasswordError:
            line(out, {"error": "password"})
        except calamine.CalamineError:
            line(out, {"error": "format"})
        except TooLargeError:
            line(out, {"error": "large"})
    return b""


def write_sheets(source: Path, out: TextIO, max_columns: int) -> None:
    """Write each visible sheet that holds anything."""
    # Given a path, calamine believes the suffix; given bytes, it looks at them.
    with source.open("rb") as file:
        book = calamine.CalamineWorkbook.from_filelike(file)
    for position, info in enumerate(book.sheets_metadata):
        is_sheet = info.typ is calamine.SheetTypeEnum.WorkSheet
        if not is_sheet or info.visible is not calamine.SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_index(position)
        if sheet.end is None:
            continue
        if sheet.width > max_columns:
            line(out, {"error": "wide"})
            return
        merges = merges_downwards(sheet)
        blocks = sum(map(len, merges.values()))
        line(out, {"sheet": info.name, "total": sheet.end[0] + 1, "merged": blocks})
        write_rows(sheet, merges, out)
    line(out, {"end": True})


def write_rows(sheet: calamine.CalamineSheet, merges: Merges, out: TextIO) -> None:
    """Write the rows from the top; a value merged downwards stands in each of its rows."""
    before = [""] * (sheet.start[1] if sheet.start else 0)
    running: dict[int, tuple[int, Any]] = {}
    for index, read in enumerate(sheet.iter_rows()):
        cells: list[Any] = [*read]
        for column, last_row in merges.get(index, ()):
            running[column] = (last_row, cells[column])
        for column, (last_row, value) in list(running.items()):
            if index > last_row:
                del running[column]
            else:
                cells[column] = value
        if any(cell != "" for cell in cells):
            line(out, [index + 1, before + cells])
        if out.buffer.tell() > MAX_UNPACKED:
            raise TooLargeError


def merges_downwards(sheet: calamine.CalamineSheet) -> Merges:
    """First row of a merged block → its column and last row."""
    first_column = sheet.start[1] if sheet.start else 0
    merges: Merges = {}
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        column = left - first_column
        if bottom > top and 0 <= column < sheet.width:
            merges.setdefault(top, []).append((column, bottom))
    return merges


def line(out: TextIO, value: Any) -> None:
    """Write one line of JSON; moments and days become ``{"t": "..."}``."""
    out.write(json.dumps(value, ensure_ascii=False, default=dated) + "\n")


def dated(value: Any) -> Any:
    """A day or a moment, so that the reader knows it from text; a duration as text."""
    return {"t": value.isoformat()} if isinstance(value, date | datetime) else str(value)
