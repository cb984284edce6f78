"""XML Spreadsheet 2003, which old export tools write, often under an .xls or .xlsx name."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

from app.kernel.imports.cells import MAX_COLUMNS, Cell, Row, Sheet
from app.kernel.imports.problems import SpreadsheetError

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"


def read_spreadsheetml(path: Path) -> Iterator[Sheet]:
    """The first worksheet that holds data."""
    with path.open("rb") as file:
        if b"<!DOCTYPE" in file.read(64 * 1024):
            raise SpreadsheetError()
    yield Sheet("", _rows(path), merged=_merged(path))


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


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A row as it is written, with the cells that reach down: by column, to which row."""

    number: int
    cells: list[Cell]
    downwards: dict[int, int]


def _rows(path: Path) -> Iterator[Row]:
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
        yield Row(row.number, row.cells)


def _parsed(path: Path) -> Iterator[_Parsed]:
    number = 0
    try:
        for _event, element in ElementTree.iterparse(path):  # noqa: S314  # entities are refused
            if element.tag == f"{_SS}Row":
                number = int(element.get(f"{_SS}Index", number + 1))
                yield _row(number, element)
                element.clear()
            elif element.tag == f"{_SS}Worksheet":
                if number > 1:
                    return
                number = 0
    except (ElementTree.ParseError, ValueError) as error:
        raise SpreadsheetError("XML 表格有误，请用 Excel 或 WPS 打开后另存为 xlsx。") from error


def _row(number: int, row: ElementTree.Element) -> _Parsed:
    cells: list[Cell] = []
    downwards = {}
    for cell in row.iterfind(f"{_SS}Cell"):
        column = int(cell.get(f"{_SS}Index", len(cells) + 1))
        if not len(cells) < column <= MAX_COLUMNS:
            raise ValueError("column out of range")
        cells.extend([None] * (column - len(cells) - 1))
        data = cell.find(f"{_SS}Data")
        if down := int(cell.get(f"{_SS}MergeDown", 0)):
            downwards[len(cells)] = number + down
        cells.append(None if data is None else _value(data))
        cells.extend([None] * int(cell.get(f"{_SS}MergeAcross", 0)))
    return _Parsed(number, cells, downwards)


def _value(data: ElementTree.Element) -> Cell:
    text = "".join(data.itertext())
    if data.get(f"{_SS}Type") == "Number":
        return int(text) if text.isdigit() else float(text)
    return text
