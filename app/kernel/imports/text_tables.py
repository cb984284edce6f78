"""Tables written as text: CSV in the encodings of China's offices."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from app.kernel.imports.cells import (
    MAX_CELL,
    MAX_COLUMNS,
    SheetRow,
    SourceSheet,
    SpreadsheetError,
)

_CHUNK = 1024 * 1024
_SAMPLE = 64 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text_table(path: Path) -> Iterator[SourceSheet]:
    """The one sheet of a text table; SpreadsheetError for what is none."""
    encoding = find_encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        delimiter = find_delimiter(file.read(_SAMPLE))
    yield SourceSheet("", _rows(path, encoding, delimiter))


def find_encoding(path: Path) -> str:
    """The encoding in which the whole file can be read: UTF-8, UTF-16 or GB18030.

    Raises SpreadsheetError where it can't be read in any.
    """
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return _require(path, encoding)
    if b"\0" in sample:
        high_first = sample[0::2].count(0) > sample[1::2].count(0)
        return _require(path, "utf-16-be" if high_first else "utf-16-le")
    if _decodes(path, "utf-8"):
        return "utf-8"
    return _require(path, "gb18030")


def _require(path: Path, encoding: str) -> str:
    if not _decodes(path, encoding):
        raise SpreadsheetError(
            "这不是表格，或文字编码无法识别。请用 Excel 或 WPS 另存为 xlsx，或另存为 UTF-8 的 CSV。"
        )
    return encoding


def _decodes(path: Path, encoding: str) -> bool:
    """Whether the whole file is text in ``encoding``, without control characters."""
    decoder = codecs.getincrementaldecoder(encoding)()
    controls = read = 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                text = decoder.decode(chunk)
                read += len(text)
                controls += sum(text.count(chr(code)) for code in (*range(1, 9), *range(14, 32)))
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return controls * 1000 <= read


def find_delimiter(sample: str) -> str:
    """Comma, semicolon or tab: the one that splits most lines of the sample alike."""
    lines = [line for line in sample.splitlines()[:20] if line.strip()]
    best, best_score = ",", (0, 0)
    for delimiter in (",", "\t", ";"):
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
        score = max(
            ((times, width) for width, times in widths.items() if width > 1), default=(0, 0)
        )
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _rows(path: Path, encoding: str, delimiter: str) -> Iterator[SheetRow]:
    with path.open(encoding=encoding, newline="") as file:
        csv.field_size_limit(MAX_CELL)
        try:
            for number, cells in enumerate(csv.reader(file, delimiter=delimiter), start=1):
                if len(cells) > MAX_COLUMNS:
                    raise SpreadsheetError(f"第 {number} 行超过 {MAX_COLUMNS} 列，无法读取。")
                yield SheetRow(number, cells)
        except csv.Error as error:
            raise SpreadsheetError(
                "CSV 中有没有闭合的引号或过长的单元格，请用 Excel 或 WPS 另存为 xlsx 后重试。"
            ) from error
