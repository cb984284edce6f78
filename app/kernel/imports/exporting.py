"""What a list page shows, as a file: ``format=csv|xlsx|json``.

CSV is streamed in UTF-8 with a byte order mark, so that Excel opens it rightly. Text that a
spreadsheet would take for a formula is made inert with an apostrophe. A file holds at most
MAX_ROWS rows; whoever needs more narrows the filter.
"""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import IO, Any, Generic, TypeVar
from urllib.parse import quote

from flask import Response, send_file, stream_with_context

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.kernel.imports.new_workbook import new_workbook
from app.kernel.labels import LabelledEnum

FORMATS = ("csv", "xlsx", "json")
MAX_ROWS = 50_000
"""Of a download."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LINES_AT_ONCE = 200
_IN_MEMORY = 2 * 1024 * 1024
_NOT_IN_SHEET_NAMES = str.maketrans("", "", "[]:*?/\\'")

R = TypeVar("R")
D = TypeVar("D")


@dataclass(frozen=True)
class ExportColumn(Generic[R]):
    """A column of an export: key in JSON, title in tables, and how a row gives its value."""

    key: str
    label: str
    value: Callable[[R], Any]


@dataclass(frozen=True)
class DetailSheet(Generic[R, D]):
    """A further sheet of a workbook: what belongs to each row of the main one, line by line.

    It stands in for ``column``, which says the same in one cell where there is but one table.
    """

    name: str
    column: str
    columns: Sequence[ExportColumn[tuple[R, D]]]
    details: Callable[[R], Iterable[D]]


def export(
    file_format: str,
    *,
    name: str,
    columns: Sequence[ExportColumn[R]],
    rows: Iterable[R],
    total: int | None = None,
    further: DetailSheet[R, Any] | None = None,
) -> Response:
    """The rows as a downloadable file called ``name`` (Chinese, without suffix) and today's date.

    ``total`` is how many there are beyond MAX_ROWS, for JSON. Raises InvalidInputError for an
    unknown format.
    """
    if file_format not in FORMATS:
        raise InvalidInputError(f"不支持的下载格式，可用的有 {'、'.join(FORMATS)}。")
    limited = islice(rows, MAX_ROWS)
    if file_format == "csv":
        response = Response(stream_with_context(csv_lines(columns, limited)), mimetype="text/csv")
    elif file_format == "xlsx":
        response = send_file(_xlsx(name, columns, limited, further), mimetype=_XLSX, max_age=0)
    else:
        response = Response(_json(columns, limited, total), mimetype="application/json")
    file_name = f"{name}_{clock.today():%Y%m%d}.{file_format}"
    response.headers["Content-Disposition"] = disposition(file_name)
    return response


def disposition(file_name: str) -> str:
    """``Content-Disposition`` of a download whose name is Chinese (RFC 5987), with a plain twin."""
    suffix = file_name.rpartition(".")[2]
    return (
        f"attachment; filename=\"download.{suffix}\"; filename*=UTF-8''{quote(file_name, safe='')}"
    )


def inert(text: str) -> str:
    """``text`` such that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def csv_lines(columns: Sequence[ExportColumn[R]], rows: Iterable[R]) -> Iterator[str]:
    """The CSV, a piece at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([column.label for column in columns])
    for count, row in enumerate(rows, start=1):
        writer.writerow([_csv_value(column.value(row)) for column in columns])
        if count % _LINES_AT_ONCE == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _csv_value(value: Any) -> str | int | float | Decimal:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    return inert(_text(value))


def _xlsx(
    name: str,
    columns: Sequence[ExportColumn[R]],
    rows: Iterable[R],
    further: DetailSheet[R, Any] | None,
) -> IO[bytes]:
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # sent, then closed
    with new_workbook(file, rows_as_they_come=True) as book:
        main = _Sheet(
            book, name, [each for each in columns if not further or each.key != further.column]
        )
        beside = _Sheet(book, further.name, further.columns) if further else None
        for row in rows:
            main.add(row)
            if further and beside:
                for detail in further.details(row):
                    beside.add((row, detail))
    file.seek(0)
    return file


class _Sheet:
    """A sheet that is written from top to bottom."""

    def __init__(self, book: Any, name: str, columns: Sequence[ExportColumn[Any]]) -> None:
        self._sheet = book.add_worksheet(name.translate(_NOT_IN_SHEET_NAMES)[:31])
        self._columns, self._line = columns, 0
        head = book.add_format({"bold": True, "bg_color": "#E7EDF4", "border": 1})
        for index, column in enumerate(columns):
            self._sheet.write_string(0, index, column.label, head)
        self._sheet.set_column(0, max(len(columns) - 1, 0), 20)
        self._sheet.freeze_panes(1, 0)

    def add(self, row: Any) -> None:
        """The next row."""
        self._line += 1
        for index, column in enumerate(self._columns):
            _write(self._sheet, self._line, index, column.value(row))


def _write(sheet: Any, line: int, index: int, value: Any) -> None:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if is_number and abs(value) < 1e15:
        sheet.write_number(line, index, value)
    elif text := _text(value):
        sheet.write_string(line, index, text[:32_767])


def _json(columns: Sequence[ExportColumn[R]], rows: Iterable[R], total: int | None) -> str:
    items = [{column.key: _json_value(column.value(row)) for column in columns} for row in rows]
    payload = {"total": len(items) if total is None else total, "items": items}
    return json.dumps(payload, ensure_ascii=False)


def _json_value(value: Any) -> Any:
    if isinstance(value, LabelledEnum | Enum):
        return value.value
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_json_value(each) for each in value]
    return float(value) if isinstance(value, Decimal) else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, LabelledEnum):
        return value.label
    if isinstance(value, datetime):
        return value.astimezone(clock.CITY_ZONE).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(_text(each) for each in value)
    return "" if value is None else str(value)
