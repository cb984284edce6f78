"""Excel and WPS workbooks (xlsx, xlsm, xls, et, ods), unpacked by a process of its own."""

import json
import subprocess  # our own reader, by a fixed path
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any, TextIO

from app.kernel.imports.cells import MAX_COLUMNS, Cell, Row, Sheet
from app.kernel.imports.problems import SpreadsheetError

_READER = Path(__file__).with_name("unpack.py")
_PATIENCE = 300
_REASONS = {
    "password": "文件带有打开密码，请取消密码后重新保存。",
    "wide": f"工作表超过 {MAX_COLUMNS} 列，无法读取。请删除多余的列后另存。",
}


def read_workbook(path: Path) -> Iterator[Sheet]:
    """The visible sheets of a workbook that hold anything, in order."""
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        unpacked = Path(folder) / "rows.jsonl"
        _unpack(path, unpacked)
        with unpacked.open(encoding="utf-8") as file:
            head = json.loads(file.readline() or "{}")
            while "sheet" in head:
                rows = _Rows(file)
                yield Sheet(head["sheet"], iter(rows), head["total"], head["merged"])
                head = rows.skip()
            if "end" not in head:
                raise SpreadsheetError(_REASONS.get(head.get("error", "")))


def _unpack(path: Path, target: Path) -> None:
    """Let the reader do its work; one that was stopped or has crashed leaves no last line."""
    command = [sys.executable, "-I", str(_READER), str(path), str(target), str(MAX_COLUMNS)]
    try:
        subprocess.run(command, check=True, timeout=_PATIENCE, capture_output=True)  # noqa: S603  # fixed
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise SpreadsheetError() from error


class _Rows:
    """The rows of one sheet, and the line after them."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._after: dict[str, Any] | None = None

    def __iter__(self) -> Iterator[Row]:
        while self._after is None:
            read = json.loads(self._file.readline() or "{}")
            if isinstance(read, dict):
                self._after = read
                return
            number, cells = read
            yield Row(number, [_cell(each) for each in cells])

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
