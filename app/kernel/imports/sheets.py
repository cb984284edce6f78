"""The one door for spreadsheets: whatever the name says, the content decides how to read it.

Office files are looked into before anything unpacks them, so that no file can be a bomb. The reader
allots a dense grid from the first cell to the last: one stray cell in the last corner would ask for
a terabyte. So cell addresses are scanned first, in small pieces, which also proves the declared
sizes (a wrong size fails the checksum). A confined process unpacks them (``unpack``).
"""

import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TextIO
from xml.etree import ElementTree

from app.kernel.files.archives import ARCHIVE_FAULTS, is_bomb
from app.kernel.files.confined import ConfinedWork, ConfinedWorkError
from app.kernel.imports.cells import MAX_COLUMNS, Cell, SheetRow, SourceSheet, SpreadsheetError
from app.kernel.imports.spreadsheetml import read_spreadsheetml
from app.kernel.imports.text_tables import read_text_table

MAX_FILE = 200 * 1024 * 1024
"""In bytes."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NOT_TABLES = {
    b"MZ": "程序",
    b"\x7fELF": "程序",
    b"%PDF": "PDF 文档",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
}
MAX_GRID = 8_000_000
"""Cells of the dense grid from the first cell to the last."""

_CELL = re.compile(rb"<(?:\w+:)?c((?:\s[^<>]{0,200})?)>")
_ADDRESS = re.compile(rb'\sr="([A-Z]{1,3})(\d{1,7})"')
_MODIFIED = "{http://purl.org/dc/terms/}modified"
_CHUNK = 1024 * 1024
_UNPACK = ConfinedWork(
    "app.kernel.imports.unpack",
    "unpack",
    memory=2 * 1024**3,
    cpu_seconds=120,
    patience_seconds=300,
    wait_seconds=300,
)
_REASONS = {
    "password": "文件带有打开密码，请取消密码后重新保存。",
    "large": "表格展开后超过 1 GB，无法读取。请删除重复的长文字，或分成几个文件后另存再试。",
    "wide": f"工作表超过 {MAX_COLUMNS} 列，无法读取。请删除多余的列后另存。",
}


def read_sheets(path: Path) -> Iterator[SourceSheet]:
    """The sheets of the file at ``path``, read as a stream.

    Walk each sheet's rows before taking the next. Raises SpreadsheetError, with a message
    for the sender, when the file is no spreadsheet, is encrypted, damaged or a bomb.
    """
    start = _start_of(path)
    if start.startswith(_ZIP):
        check_archive(path)
        return read_workbook(path)
    if start.startswith(_OLE):
        _refuse_encrypted(path)
        return read_workbook(path)
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return read_spreadsheetml(path)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:5].lower() in {b"<html", b"<tabl", b"<!doc"}:
        raise SpreadsheetError("这是网页格式的表格，请用 Excel 或 WPS 打开后另存为 xlsx。")
    if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in {b"{", b"["}:
        raise SpreadsheetError("这是 JSON 数据，不是表格。请另存为 xlsx 或 csv 后再导入。")
    return read_text_table(path)


def _start_of(path: Path) -> bytes:
    size = path.stat().st_size
    if size == 0:
        raise SpreadsheetError("文件是空的，没有任何内容。")
    if size > MAX_FILE:
        raise SpreadsheetError("文件超过 200 MB，请分成几个文件后再导入。")
    with path.open("rb") as file:
        start = file.read(4096)
    for signature, what in _NOT_TABLES.items():
        if start.startswith(signature):
            raise SpreadsheetError(f"这不是表格，而是{what}（文件名的后缀不说明内容）。")
    return start


def _refuse_encrypted(path: Path) -> None:
    """An encrypted xlsx is an OLE file whose directory names the encrypted package."""
    with path.open("rb") as file:
        rest = b""
        while chunk := file.read(1024 * 1024):
            if _ENCRYPTED in rest + chunk:
                raise SpreadsheetError("文件带有打开密码，请取消密码后重新保存。")
            rest = chunk[-64:]


def check_archive(path: Path) -> None:
    """Raise SpreadsheetError for an archive that is a bomb, damaged, or has too sparse a sheet."""
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


def read_workbook(path: Path) -> Iterator[SourceSheet]:
    """The visible sheets of a workbook that hold anything, in order.

    Raises SpreadsheetError where it can't be unpacked within five minutes.
    """
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        unpacked = Path(folder) / "rows.jsonl"
        _unpack(path, unpacked)
        with unpacked.open(encoding="utf-8") as file:
            head = json.loads(file.readline() or "{}")
            while "sheet" in head:
                rows = _UnpackedRows(file)
                yield SourceSheet(head["sheet"], iter(rows), head["total"], head["merged"])
                head = rows.skip()
            if "end" not in head:
                raise SpreadsheetError(_REASONS.get(head.get("error", "")))


def _unpack(path: Path, target: Path) -> None:
    """Let the reader do its work; one that was stopped or has crashed leaves no last line."""
    arguments = {"source": str(path), "target": str(target), "max_columns": MAX_COLUMNS}
    try:
        _UNPACK(json.dumps(arguments).encode())
    except ConfinedWorkError as error:
        raise SpreadsheetError() from error


class _UnpackedRows:
    """The rows of one sheet, and the line after them."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._after: dict[str, Any] | None = None

    def __iter__(self) -> Iterator[SheetRow]:
        while self._after is None:
            read = json.loads(self._file.readline() or "{}")
            if isinstance(read, dict):
                self._after = read
                return
            number, cells = read
            yield SheetRow(number, [_cell(each) for each in cells])

    def skip(self) -> dict[str, Any]:
        """Pass over what was not read; returns the line after the rows."""
        for _row in self:
            pass
        return self._after or {}


def _cell(value: Any) -> Cell:
    if not isinstance(value, dict):
        cell: Cell = value
        return cell
    written = str(value["t"])
    if "-" not in written:
        return time.fromisoformat(written)
    moment = datetime.fromisoformat(written)
    return moment if "T" in written else moment.date()
