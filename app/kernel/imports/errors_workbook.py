"""The rejected rows as a workbook for the sender: his own rows, what is wrong marked in colour."""

from collections.abc import Sequence
from pathlib import Path

from app.kernel.imports.cells import Cell
from app.kernel.imports.conversion import Finding
from app.kernel.imports.new_workbook import new_workbook
from app.kernel.imports.values import plain

MAX_COMMENTS = 5_000
"""Comments are held in memory; beyond this many, colour and the column 未导入原因 must do."""
_CELL_LIMIT = 32_767


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

    def add(self, cells: Sequence[Cell], findings: Sequence[Finding]) -> None:
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
