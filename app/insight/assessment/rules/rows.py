"""What is counted: a row for each thing, from which alone the points follow."""

from dataclasses import dataclass
from datetime import date

from app.kernel.labels import LabelledEnum


class Source(LabelledEnum):
    """Where a row comes from."""

    MATTER = ("matter", "投诉举报事项")
    CASE = ("case", "行政处罚")
    LICENCE = ("licence", "行政许可")
    ENTRY = ("entry", "红黑名单")
    PROJECT = ("project", "重点项目")
    INDICATOR = ("indicator", "指标")
    FINDING = ("finding", "年中督查")

    @property
    def tells_day(self) -> bool:
        """Whether the public is told the day: of matters, the year alone.

        A list by month would tell the ones and twos that the evaluation keeps back.
        """
        return self is not Source.MATTER


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that counts for a measure, and for whom.

    ``words`` are for everybody and name nobody. ``ref`` is how the record is found again; of a
    matter it is the number, which only those are shown who may see the matter.
    """

    measure: str
    bureau_id: int | None
    on: date
    is_good: bool
    words: str
    source: Source
    ref: str
    district_code: str | None = None
    """The district for which it counts, where that is not the body's own."""
