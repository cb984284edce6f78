"""How numbers and periods are written: read from what people type, and shown.

Numbers are decimal and exact: 97.60 and 97.6 are one number, written 97.6. The months that a value
speaks of have a code: 2015, 2015-H1, 2015-Q3, 2015-09 and 2015-01/10, of which the last is what has
come together since January, as reports call it: 2015年1—10月.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

MOST_DIGITS = 14
MOST_DECIMALS = 4
"""Digits of a number in all, and behind the point."""
_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_CLOSE = frozenset("%‰℃")
"""Units that are written without a space before them."""
_CODE = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])"
    r"|(?P<first>0[1-9]|1[0-2])(?:/(?P<last>0[1-9]|1[0-2]))?))?"
)
_WORDS = (
    (re.compile(r"((?:19|20)\d\d)年?度?"), "{0}"),
    (re.compile(r"((?:19|20)\d\d)年上半年"), "{0}-H1"),
    (re.compile(r"((?:19|20)\d\d)年下半年"), "{0}-H2"),
    (re.compile(r"((?:19|20)\d\d)年第?([一二三四1-4])季度"), "{0}-Q{1}"),
    (re.compile(r"((?:19|20)\d\d)年(\d{1,2})月"), "{0}-{1:0>2}"),
    (re.compile(r"((?:19|20)\d\d)年(\d{1,2})月?[-—~至到]+(\d{1,2})月"), "{0}-{1:0>2}/{2:0>2}"),
)
_ORDINALS = "一二三四"


class NotANumberError(ValueError):
    """A text that is no number; the message says so in Chinese."""


def read_number(text: str, unit: str) -> Decimal:
    """The number in ``text``, which may end in the indicator's own ``unit``.

    Raises NotANumberError: nothing is guessed, and another unit is never converted.
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    bare = folded.removesuffix(unicodedata.normalize("NFKC", unit)).strip() if unit else folded
    if not _NUMBER.fullmatch(bare):
        raise NotANumberError(f"“{folded[:30]}”不是数字，或者单位不是{unit or '空的'}")
    number = Decimal(bare.replace(",", "")).normalize() + 0
    if -int(number.as_tuple().exponent) > MOST_DECIMALS:
        raise NotANumberError(f"最多 {MOST_DECIMALS} 位小数")
    if number.adjusted() >= MOST_DIGITS - MOST_DECIMALS:
        raise NotANumberError("数字过大，请核对单位")
    return number


def write_number(number: Decimal) -> str:
    """The number in its one form, as it is kept: 97.6, 1000."""
    return f"{number.normalize() + 0:f}"


def show_number(number: Decimal, unit: str) -> str:
    """The number with its unit, as people read it: 97.6%, 1,000 家."""
    gap = "" if unit[:1] in _CLOSE or not unit else " "
    return f"{number.normalize() + 0:,f}{gap}{unit}"


class UnknownPeriodError(ValueError):
    """A text that names no period; the message says how periods are written."""


@dataclass(frozen=True)
class DataPeriod:
    """A stretch of whole months of one year, from ``first`` (1 to 12) through ``last``."""

    code: str
    year: int
    first: int
    last: int

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return date(self.year, self.first, 1)

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return date(self.year + self.last // 12, self.last % 12 + 1, 1) - timedelta(days=1)

    @property
    def label(self) -> str:
        """As people call it: 2015年三季度."""
        part = self.code.partition("-")[2]
        if not part:
            return f"{self.year}年"
        if part.startswith("H"):
            return f"{self.year}年{'上' if part == 'H1' else '下'}半年"
        if part.startswith("Q"):
            return f"{self.year}年{_ORDINALS[int(part[1]) - 1]}季度"
        months = str(self.first) if self.first == self.last else f"{self.first}—{self.last}"
        return f"{self.year}年{months}月"


def read_period(text: str) -> DataPeriod:
    """The period that a code or words name; raises UnknownPeriodError."""
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    match = _CODE.fullmatch(folded) or _CODE.fullmatch(_code_of(folded))
    if match is None:
        raise UnknownPeriodError(
            f"“{folded[:20]}”不是数据期，请写成 2015、2015-H1、2015-Q3、2015-09 或 2015-01/10，"
            "也可以写 2015年三季度"
        )
    year, first, last = int(match["year"]), *_months(match)
    if last < first:
        raise UnknownPeriodError(f"“{folded}”的起止月份颠倒了")
    return DataPeriod(match[0], year, first, last)


def _months(match: re.Match[str]) -> tuple[int, int]:
    if match["half"]:
        return (1, 6) if match["half"] == "1" else (7, 12)
    if match["quarter"]:
        last = 3 * int(match["quarter"])
        return last - 2, last
    if match["first"]:
        return int(match["first"]), int(match["last"] or match["first"])
    return 1, 12


def _code_of(words: str) -> str:
    for pattern, code in _WORDS:
        if match := pattern.fullmatch(words):
            parts = [str(_ORDINALS.find(g) + 1) if g in _ORDINALS else g for g in match.groups()]
            return code.format(*parts)
    return ""
