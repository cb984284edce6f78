"""Workbooks to be written, in which text stays text: empty tables to fill in, and rejected rows."""

import io
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING

from app.kernel.imports.cells import Cell
from app.kernel.imports.conversion import RowFinding
from app.kernel.imports.layouts import Layout, LayoutField
from app.kernel.imports.targets import Target
from app.kernel.imports.values import Money, plain

if TYPE_CHECKING:
    from xlsxwriter import Workbook


WRITER = "xlsxwriter"
"""Loaded with the first workbook (ADR 48)."""
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}
MAX_COMMENTS = 5_000
"""Comments are held in memory; beyond this many, colour and the column 未导入原因 must do."""
_CELL_LIMIT = 32_767


def new_workbook(target: Path | IO[bytes], *, rows_as_they_come: bool = False) -> "Workbook":
    """Written to ``target`` when it is closed; ``rows_as_they_come`` are not held in memory."""
    book: Workbook = import_module(WRITER).Workbook(
        target,
        {**OPTIONS, "constant_memory": rows_as_they_come, "in_memory": not rows_as_they_come},
    )
    return book


class ErrorsWorkbook:
    """Writes rejected rows as they come. Mend them in place and import the workbook again."""

    def __init__(self, path: Path) -> None:
        self._book = new_workbook(path, rows_as_they_come=True)
        self._sheet = self._book.add_worksheet("未导入的行")
        self._head = self._book.add_format({"bold": True, "bg_color": "#E7EDF4", "border": 1})
        self._bad = self._book.add_format({"bg_color": "#FCE4E4", "font_color": "#A61B1B"})
        self._width = self._line = self._comments = 0

    def start(self, titles: Sequence[str]) -> None:
        """The sender's header (of the first sheet that is read), and the columns added to it."""
        if self._line:
            return
        self._width = len(titles)
        for index, title in enumerate((*titles, "原行号", "未导入原因")):
            self._sheet.write_string(0, index, title, self._head)
        self._sheet.set_column(0, self._width, 18)
        self._sheet.set_column(self._width + 1, self._width + 1, 70)
        self._sheet.freeze_panes(1, 0)
        self._line = 1

    def add(self, cells: Sequence[Cell], findings: Sequence[RowFinding]) -> None:
        """One rejected row, with what is wrong with it."""
        reasons = {each.index: each.reason for each in findings if each.index is not None}
        for index in range(self._width):
            cell = cells[index] if index < len(cells) else None
            text = "" if cell is None else plain(cell)[:_CELL_LIMIT]
            if index in reasons:
                self._sheet.write_string(self._line, index, text, self._bad)
                self._comment(index, reasons[index])
            elif text:
                self._sheet.write_string(self._line, index, text)
        why = "；".join(f"{each.column}：{each.reason}".lstrip("：") for each in findings)
        self._sheet.write_number(self._line, self._width, findings[0].row)
        self._sheet.write_string(self._line, self._width + 1, why[:_CELL_LIMIT])
        self._line += 1

    def close(self) -> None:
        """Finish the file."""
        self._book.close()

    def _comment(self, index: int, reason: str) -> None:
        self._comments += 1
        if self._comments <= MAX_COMMENTS:
            self._sheet.write_comment(self._line, index, reason, {"x_scale": 2})


def template_of(target: Target) -> bytes:
    """The workbook: starred titles must be filled in; details have a sheet of their own."""
    made = io.BytesIO()
    with new_workbook(made) as book:
        detail = target.layout.detail
        _add(book, target.layout, leave_out=detail.into if detail else "")
        if detail:
            _add(book, detail.layout)
    return made.getvalue()


def title_of(field: LayoutField) -> str:
    """The title of a column: amounts with their unit, a star before what must be there."""
    unit = "（元）" if isinstance(field.convert, Money) else ""
    return f"{'*' if field.required else ''}{field.label}{unit}"


def _add(book: "Workbook", layout: Layout, *, leave_out: str = "") -> None:
    sheet = book.add_worksheet(layout.kind_label)
    head = book.add_format({"bold": True, "bg_color": "#E7EDF4", "border": 1})
    plain = book.add_format({"num_format": "@"})
    fields = [each for each in layout.fields if each.name != leave_out]
    for index, field in enumerate(fields):
        sheet.write_string(0, index, title_of(field), head)
        if note := _note(field, layout):
            sheet.write_comment(0, index, note, {"x_scale": 2})
    # Columns of text: no code loses its digits in them, and no date becomes a number.
    sheet.set_column(0, len(fields) - 1, 20, plain)
    sheet.freeze_panes(1, 0)


def _note(field: LayoutField, layout: Layout) -> str:
    """What else there is to know: which of several columns, and which words."""
    labels = [
        "、".join(layout.label(name) for name in group)
        for group in layout.required_any
        if field.name in group
    ]
    words = layout.whole.get(field.name, ())
    return "\n".join(
        [
            *(f"{each} 至少填一个" for each in labels),
            *([f"可以填：{'、'.join(words)}"] if words else []),
        ]
    )
