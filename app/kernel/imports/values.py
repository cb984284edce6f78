"""From cells to values: each converter returns the value or says in Chinese what is wrong.

A converter gets the cell (never an empty one) and the unit that the header or the layout
states. Nothing is guessed: no unit, no amount; lost digits, no code.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from app.kernel.imports.cells import BadValueError, Cell

Converter = Callable[[Cell, str | None], object]

LOST_DIGITS = "数字已丢失精度，请把该列设为文本后重新导出"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_BREAK = re.compile(r"(?<=[\u3400-\u9fff（）()]) (?=[\u3400-\u9fff（）()])")
_INERT = re.compile(r"'[=+\-@\t\r\n]")
"""What our own exports put an apostrophe before, so that no spreadsheet runs it."""
_SHEET_ERRORS = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})
_CENTS = {"分": 1, "元": 100, "万元": 1_000_000, "百万元": 100_000_000, "亿元": 10_000_000_000}
_AMOUNT = re.compile(
    r"(?:人民币|¥|RMB)?\s*(-?[\d,]+(?:\.\d+)?)\s*(分|元|万元?|百万元?|亿元?)?(?:人民币|整)?"
)
_MAX_CENTS = 2**63 - 1
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 80_000
_SERIAL_EPOCH = date(1899, 12, 30)
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EXPONENT = re.compile(r"\d(\.\d+)?E\+?\d+")
_LONG_TERM = frozenset({"长期", "永久", "长期有效", "永久有效", "无固定期限"})
_QUARTER = re.compile(r"(\d{4})\s*年?\s*第?\s*([一二三四1-4])\s*季度")
_QUARTER_ENDS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
UNITS: tuple[str, ...] = tuple(_CENTS)


def plain(cell: Cell) -> str:
    """The cell as text, in one form of each character, trimmed; a whole number has no ``.0``."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        # A sheet keeps 15 digits; what stands behind them is noise of binary fractions.
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return str(cell).strip()


def digits(cell: Cell) -> str:
    """A number with all digits that were written; BadValueError for one that a sheet rounded."""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    rounded = isinstance(cell, float) and abs(cell) >= 1e15
    value = unicodedata.normalize("NFKC", plain(cell)).lstrip("'").upper()
    if rounded or _EXPONENT.fullmatch(value):
        raise BadValueError(LOST_DIGITS)
    return value


def text(max_length: int | None = None, *, lines: bool = False) -> Converter:
    """Text of at most ``max_length`` characters; line breaks only where ``lines`` are allowed."""

    def convert(cell: Cell, _unit: str | None) -> str:
        value = plain(cell)
        if value in _SHEET_ERRORS:
            raise BadValueError(f"单元格是公式错误（{value}），请改为数值或文字")
        if _CONTROL.search(value):
            raise BadValueError("含有不可见的控制字符，请重新输入")
        if not lines:
            value = " ".join(value.split())
        if _INERT.match(value):
            value = value[1:]
        if max_length is not None and len(value) > max_length:
            raise BadValueError(f"最多 {max_length} 个字，现有 {len(value)} 个")
        return value

    return convert


def unbroken(max_length: int) -> Converter:
    """A name: text without the breaks that narrow cells and scans leave between its characters."""
    as_text = text(max_length)

    def convert(cell: Cell, unit: str | None) -> object:
        return _BREAK.sub("", str(as_text(cell, unit)))

    return convert


def number(max_length: int) -> Converter:
    """A number of a document: text, but BadValueError where a sheet has rounded its digits."""
    as_text = text(max_length)

    def convert(cell: Cell, unit: str | None) -> object:
        digits(cell)
        return as_text(cell, unit)

    return convert


def day(cell: Cell, _unit: str | None = None) -> date:
    """A day from 1900 to 2099, in any of the usual ways of writing it; BadValueError for others."""
    if isinstance(cell, datetime):
        return _in_range(cell.date())
    if isinstance(cell, date):
        return _in_range(cell)
    value = unicodedata.normalize("NFKC", plain(cell))
    if re.fullmatch(r"\d{5}(\.\d+)?", value):
        return _from_serial(float(value))
    match = _COMPACT_DATE.fullmatch(value) or _DATE.fullmatch(value)
    if match is None:
        raise BadValueError(f"“{_short(value)}”不是日期，请写成 2025-01-02 的样子")
    return _in_range(_make_day(value, *map(int, match.groups())))


def day_or_month(cell: Cell, unit: str | None = None) -> date:
    """A day; where only a month is given (2018-08), its first."""
    value = unicodedata.normalize("NFKC", plain(cell))
    match = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?", value)
    return (
        _in_range(_make_day(value, int(match[1]), int(match[2]), 1)) if match else day(cell, unit)
    )


def last_day(cell: Cell, unit: str | None = None) -> date | None:
    """The last day of a period; 长期 and years from 2100 mean that it has no end."""
    value = plain(cell)
    if value in _LONG_TERM or re.match(r"(2[1-9]|[3-9]\d)\d{2}[-/.年]", value):
        return None
    return day(cell, unit)


def quarter_end(value: str) -> date | None:
    """The last day of the quarter named in ``value`` (2017年第一季度), if one is."""
    match = _QUARTER.search(unicodedata.normalize("NFKC", value))
    if match is None:
        return None
    quarter = "一二三四".find(match[2]) + 1 or int(match[2])
    return date(int(match[1]), *_QUARTER_ENDS[quarter])


def _make_day(value: str, year: int, month: int, number: int) -> date:
    if not 1 <= month <= 12:
        raise BadValueError(f"“{_short(value)}”不是有效日期：没有 {month} 月")
    try:
        return date(year, month, number)
    except ValueError:
        raise BadValueError(
            f"“{_short(value)}”不是有效日期：{year} 年 {month} 月没有 {number} 日"
        ) from None


def _from_serial(number: float) -> date:
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        raise BadValueError(f"“{number:g}”不是日期，请写成 2025-01-02 的样子")
    return _SERIAL_EPOCH + timedelta(days=int(number))


def _in_range(value: date) -> date:
    if not 1900 <= value.year < 2100:
        raise BadValueError(f"年份 {value.year} 不合理，请核对日期")
    return value


class Money:
    """An amount in integer 分. The unit stands in the cell, header or layout (双公示: 万元).

    Raises BadValueError for what is no amount, is negative, has no unit or parts of a 分.
    """

    def __init__(self, default_unit: str | None = None) -> None:
        self._default_unit = default_unit

    def __call__(self, cell: Cell, unit: str | None) -> int:
        value = unicodedata.normalize("NFKC", plain(cell)).replace("，", ",")
        match = _AMOUNT.fullmatch(value)
        if match is None:
            return _cents(_exact(value), unit or self._default_unit)
        own = match[2] if match[2] in {None, "分", "元"} else match[2].rstrip("元") + "元"
        return _cents(_exact(match[1]), own or unit or self._default_unit)


def _exact(value: str) -> Decimal:
    try:
        number = Decimal(value.replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise BadValueError(f"“{_short(value)}”不是金额")
    if number < 0:
        raise BadValueError("金额不能是负数")
    return number


def _cents(number: Decimal, unit: str | None) -> int:
    if unit is None:
        if number == 0:
            return 0
        raise BadValueError("列名没有注明金额单位，请在列名后写上（元）或（万元）")
    cents = number * _CENTS[unit]
    if cents > _MAX_CENTS:
        raise BadValueError("金额过大，请核对单位")
    if cents != cents.to_integral_value():
        raise BadValueError(f"金额精确到分，“{number}”{unit}有更多小数")
    return int(cents)


def amount(cents: int, unit: str) -> Decimal:
    """``cents`` (分) expressed in ``unit``, exactly: the way back of ``Money``.

    Raises KeyError for a unit that is not one of ``UNITS``.
    """
    return Decimal(cents) / _CENTS[unit]


def percent(cell: Cell, unit: str | None = None) -> int:
    """A whole percentage from 0 to 100; a fraction of 1 only where the cell says so with %.

    Raises BadValueError for all else.
    """
    value = unicodedata.normalize("NFKC", plain(cell))
    stated = value.endswith("%") or unit == "%"
    number = _number(value.removesuffix("%").strip())
    if not stated and 0 < number < 1:
        raise BadValueError(f"“{_short(value)}”是比例还是百分数不明，请写成 35% 的样子")
    if not 0 <= number <= 100:
        raise BadValueError("百分比应在 0 到 100 之间")
    return round(number)


def whole(cell: Cell, _unit: str | None = None) -> int:
    """A number of people or things: whole, not negative, at most a hundred million.

    Raises BadValueError for all else.
    """
    value = unicodedata.normalize("NFKC", plain(cell)).replace(",", "")
    if not re.fullmatch(r"\d{1,9}", value) or int(value) > 100_000_000:
        raise BadValueError(f"“{_short(value)}”应为 0 到 1 亿的整数")
    return int(value)


def year(cell: Cell, _unit: str | None = None) -> int:
    """A year between 1900 and 2099. Raises BadValueError for all else."""
    value = unicodedata.normalize("NFKC", plain(cell)).removesuffix("年度").removesuffix("年")
    if not re.fullmatch(r"(19|20)\d{2}", value):
        raise BadValueError(f"“{_short(value)}”不是年份，请写成 2025 的样子")
    return int(value)


def _number(value: str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise BadValueError(f"“{_short(value)}”不是数字")
    return number


def choice(meanings: Mapping[str, object], what: str) -> Converter:
    """One of a known set of words, else BadValueError; ``what`` names the set in the message."""
    folded = {unicodedata.normalize("NFKC", word): each for word, each in meanings.items()}

    def convert(cell: Cell, _unit: str | None) -> object:
        value = unicodedata.normalize("NFKC", plain(cell))
        if value not in folded:
            raise BadValueError(f"“{_short(value)}”不是可用的{what}，可以填：{'、'.join(meanings)}")
        return folded[value]

    return convert


def _short(value: str) -> str:
    return value if len(value) <= 30 else value[:29] + "…"
