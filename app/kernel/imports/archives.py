"""Looking into an office file before anything unpacks it, so that no file can be a bomb.

The reader allots a dense grid from the first cell to the last: one stray cell in the last
corner would ask for a terabyte. So cell addresses are scanned first, in small pieces, which
also proves the declared sizes (a wrong size fails the checksum).
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

from app.kernel.files.archives import ARCHIVE_FAULTS, is_bomb
from app.kernel.imports.cells import MAX_COLUMNS
from app.kernel.imports.problems import SpreadsheetError

MAX_GRID = 8_000_000
"""Cells of the dense grid from the first cell to the last."""

_CELL = re.compile(rb"<(?:\w+:)?c((?:\s[^<>]{0,200})?)>")
_ADDRESS = re.compile(rb'\sr="([A-Z]{1,3})(\d{1,7})"')
_MODIFIED = "{http://purl.org/dc/terms/}modified"
_CHUNK = 1024 * 1024


def check_archive(path: Path) -> None:
    """Refuse an archive that is a bomb, damaged, or holds a sheet too sparse to be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive.infolist())
            for entry in archive.infolist():
                is_sheet = entry.filename.startswith("xl/worksheets/")
                _check_grid(_chunks(archive, entry), is_sheet=is_sheet)
    except ARCHIVE_FAULTS as error:
        raise SpreadsheetError("文件已损坏或带有密码，请重新导出后再上传。") from error


def saved_on(path: Path) -> date | None:
    """The day on which an office file says it was last saved, if it says so."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("docProps/core.xml") as file:
            xml = file.read(64 * 1024)
        if b"<!DOCTYPE" in xml:
            return None
        text = ElementTree.fromstring(xml).findtext(_MODIFIED)  # noqa: S314  # no entities
        return datetime.fromisoformat(text).date() if text else None
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, ValueError, OSError):
        return None


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if is_bomb(entries):
        raise SpreadsheetError(
            "文件解压后过大，已拒绝读取。请删除多余的格式、图片和空行，或分成几个文件后另存再试。"
        )


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _check_grid(chunks: Iterator[bytes], *, is_sheet: bool) -> None:
    """Walk one entry to its end; of a sheet, find the last row and column that hold a value."""
    last_row, columns, rest = 0, set[bytes](), b""
    for chunk in chunks:
        if not is_sheet:
            continue
        text = rest + chunk
        for match in _CELL.finditer(text):
            attributes = match[1]
            if attributes.endswith(b"/"):
                continue
            address = _ADDRESS.search(attributes)
            if address is None:
                raise SpreadsheetError("工作表的写法不常见，请用 Excel 或 WPS 打开后另存再试。")
            columns.add(address[1])
            last_row = max(last_row, int(address[2]))
        rest = text[max(text.rfind(b"<"), len(text) - 300) :]
    last_column = max(map(_column_number, columns), default=0)
    if last_column > MAX_COLUMNS or last_row * last_column > MAX_GRID:
        raise SpreadsheetError(
            f"工作表一直延伸到第 {last_row} 行、第 {last_column} 列，超出可读取的范围。"
            "请删除远离数据的单元格后另存，或另存为 CSV。"
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
