"""The stretch of time that a value speaks of, as a code.

2015, 2015-H1, 2015-Q3, 2015-09 and 2015-01/10: the last is what has come together since
January, as reports call it: 2015年1—10月.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

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


class UnknownPeriodError(ValueError):
    """A text that names no period; the message says how periods are written."""


@dataclass(frozen=True)
class Period:
    """A stretch of whole months of one year."""

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
    def words(self) -> str:
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


def read_period(text: str) -> Period:
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
    return Period(match[0], year, first, last)


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
