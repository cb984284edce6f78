"""The one door for spreadsheets: whatever the name says, the content decides how to read it."""

from collections.abc import Iterator
from pathlib import Path

from app.kernel.imports.archives import check_archive
from app.kernel.imports.cells import Sheet
from app.kernel.imports.problems import SpreadsheetError
from app.kernel.imports.spreadsheetml import read_spreadsheetml
from app.kernel.imports.texts import read_text_table
from app.kernel.imports.workbooks import read_workbook

MAX_FILE = 200 * 1024 * 1024

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


def read_sheets(path: Path) -> Iterator[Sheet]:
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
