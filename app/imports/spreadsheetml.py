"""XML Spreadsheet 2003, which old export tools write, often under an .xls or .xlsx name."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from app.imports.cells import MAX_COLUMNS, Cell, Row, Sheet
from app.imports.problems import SpreadsheetError

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"


def read_spreadsheetml(path: Path) -> Iterator[Sheet]:
    """The first worksheet that holds data."""
    with path.open("rb") as file:
        if b"<!DOCTYPE" in file.read(64 * 1024):
            raise SpreadsheetError()
    yield Sheet("", _rows(path))


def _rows(path: Path) -> Iterator[Row]:
    number = 0
    try:
        for _event, element in ElementTree.iterparse(path):  # noqa: S314  # entities are refused
            if element.tag == f"{_SS}Row":
                number = int(element.get(f"{_SS}Index", number + 1))
                yield Row(number, _cells(element))
                element.clear()
            elif element.tag == f"{_SS}Worksheet":
                if number > 1:
                    return
                number = 0
    except (ElementTree.ParseError, ValueError) as error:
        raise SpreadsheetError("XML 表格有误，请用 Excel 或 WPS 打开后另存为 xlsx。") from error


def _cells(row: ElementTree.Element) -> list[Cell]:
    cells: list[Cell] = []
    for cell in row.iterfind(f"{_SS}Cell"):
        column = int(cell.get(f"{_SS}Index", len(cells) + 1))
        if not len(cells) < column <= MAX_COLUMNS:
            raise ValueError("column out of range")
        cells.extend([None] * (column - len(cells) - 1))
        data = cell.find(f"{_SS}Data")
        cells.append(None if data is None else _value(data))
        cells.extend([None] * int(cell.get(f"{_SS}MergeAcross", 0)))
    return cells


def _value(data: ElementTree.Element) -> Cell:
    text = "".join(data.itertext())
    if data.get(f"{_SS}Type") == "Number":
        return int(text) if text.isdigit() else float(text)
    return text
