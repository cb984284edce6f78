"""XML Spreadsheet 2003, parsed as a stream: no more is held than a row, and a row has its bounds.

What a few bytes can ask for is never made: columns that a cell spans, texts of any length, and
entities, for which a DOCTYPE is needed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO
from xml.parsers import expat

from app.kernel.imports.cells import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    SheetRow,
    SourceSheet,
    SpreadsheetError,
)

_SS = "urn:schemas-microsoft-com:office:spreadsheet "
_CHUNK = 64 * 1024
_FAULT = "XML 表格有误，请用 Excel 或 WPS 打开后另存为 xlsx。"


def read_spreadsheetml(path: Path) -> Iterator[SourceSheet]:
    """The first worksheet that holds data; SpreadsheetError for a file with a DOCTYPE."""
    yield SourceSheet("", _unmerged(path), merged=_merged(path))


def _merged(path: Path) -> int:
    """How many blocks of merged cells reach over several rows of the sheet that is read."""
    with path.open("rb") as file:
        # Files without one are not parsed twice.
        if not any(b"MergeDown" in part for part in _overlapping(file)):
            return 0
    return sum(len(row.downwards) for row in _parsed(path))


def _overlapping(file: BinaryIO) -> Iterator[bytes]:
    rest = b""
    while chunk := file.read(1024 * 1024):
        yield rest + chunk
        rest = chunk[-16:]


@dataclass(slots=True)
class _Parsed:
    """A row as it is written, with the cells that reach down: by column, to which row."""

    number: int
    cells: list[Cell] = field(default_factory=list)
    downwards: dict[int, int] = field(default_factory=dict)


def _unmerged(path: Path) -> Iterator[SheetRow]:
    """The rows; a value merged downwards stands in each of its rows."""
    running: dict[int, tuple[int, Cell]] = {}
    for row in _parsed(path):
        for column, (last, value) in list(running.items()):
            if row.number > last:
                del running[column]
                continue
            row.cells.extend([None] * (column + 1 - len(row.cells)))
            row.cells[column] = value
        for column, last in row.downwards.items():
            running[column] = (last, row.cells[column])
        yield SheetRow(row.number, row.cells)


def _parsed(path: Path) -> Iterator[_Parsed]:
    reader = _Reader()
    with path.open("rb") as file:
        while not reader.is_done:
            chunk = file.read(_CHUNK)
            try:
                reader.parser.Parse(chunk, not chunk)
            except (expat.ExpatError, ValueError) as error:
                raise SpreadsheetError(_FAULT) from error
            yield from reader.taken()
            if not chunk:
                return


class _Reader:
    """Makes rows of the elements that come; ValueError where one is not as Excel writes it."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._started
        self.parser.EndElementHandler = self._ended
        self.parser.CharacterDataHandler = self._text
        self.is_done = False
        self._rows: list[_Parsed] = []
        self._row: _Parsed | None = None
        self._number = 0
        self._cell: dict[str, str] | None = None
        self._kind = ""
        self._cell_text: list[str] | None = None
        self._value: Cell = None

    def taken(self) -> list[_Parsed]:
        """The rows that are whole by now, once."""
        rows, self._rows = self._rows, []
        return rows

    def _doctype(self, *_declaration: Any) -> None:
        raise SpreadsheetError

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        if self.is_done:
            return
        if name == f"{_SS}Row":
            self._number = int(attributes.get(f"{_SS}Index", self._number + 1))
            if not 0 < self._number <= MAX_ROWS:
                raise ValueError("row out of range")
            self._row = _Parsed(self._number)
        elif name == f"{_SS}Cell" and self._row is not None:
            self._cell, self._value = attributes, None
            self._open(self._row, int(attributes.get(f"{_SS}Index", len(self._row.cells) + 1)))
        elif name == f"{_SS}Data" and self._cell is not None:
            self._kind, self._cell_text = attributes.get(f"{_SS}Type", ""), []

    def _open(self, row: _Parsed, column: int) -> None:
        if not len(row.cells) < column <= MAX_COLUMNS:
            raise ValueError("column out of range")
        row.cells.extend([None] * (column - len(row.cells) - 1))

    def _text(self, text: str) -> None:
        if self._cell_text is None:
            return
        self._cell_text.append(text)
        if sum(map(len, self._cell_text)) > MAX_CELL:
            raise SpreadsheetError(f"第 {self._number} 行有单元格超过 {MAX_CELL} 字，无法读取。")

    def _ended(self, name: str) -> None:
        if name == f"{_SS}Data" and self._cell_text is not None:
            self._value, self._cell_text = _value(self._kind, "".join(self._cell_text)), None
        elif name == f"{_SS}Cell" and self._row is not None and self._cell is not None:
            self._close(self._row, self._cell)
            self._cell = None
        elif name == f"{_SS}Row" and self._row is not None:
            self._rows.append(self._row)
            self._row = None
        elif name == f"{_SS}Worksheet":
            self.is_done = self.is_done or self._number > 1
            self._number = 0

    def _close(self, row: _Parsed, attributes: dict[str, str]) -> None:
        across = int(attributes.get(f"{_SS}MergeAcross", 0))
        if not 0 <= across < MAX_COLUMNS - len(row.cells):
            raise ValueError("column out of range")
        if down := int(attributes.get(f"{_SS}MergeDown", 0)):
            row.downwards[len(row.cells)] = row.number + down
        row.cells.append(self._value)
        row.cells.extend([None] * across)


def _value(kind: str, text: str) -> Cell:
    if kind == "Number":
        return int(text) if text.isdigit() else float(text)
    return text
