"""What an indicator measures, what was promised of it, and whether the promise is kept.

The promises are those of the policy of 2011-06-28 (关于建设质量强市的若干意见). No value is no
value: a promise that nobody has reported on is 未报, it never counts as nought.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.kernel.labels import LabelledEnum


class Part(LabelledEnum):
    """The parts of the policy that make promises."""

    FIELD = ("field", "领域")
    STRATEGY = ("strategy", "战略")
    SYSTEM = ("system", "体系")
    PROJECT = ("project", "工程")


class Strand(LabelledEnum):
    """The four fields, three strategies, four systems and five projects of the “345” plan."""

    PRODUCTS = ("products", "产品质量")
    WORKS = ("works", "工程质量")
    SERVICES = ("services", "服务质量")
    ENVIRONMENT = ("environment", "环境质量")
    PROPERTY = ("property", "知识产权战略")
    STANDARDS = ("standards", "标准化战略")
    BRANDS = ("brands", "品牌战略")
    SAFETY = ("safety", "质量安全保障体系")
    TECHNOLOGY = ("technology", "质量技术支撑体系")
    INTEGRITY = ("integrity", "质量诚信体系")
    EVALUATION = ("evaluation", "质量评价体系")
    FOUNDATION = ("foundation", "基础工程")
    PEACE = ("peace", "平安工程")
    KEY = ("key", "重点工程")
    GUIDANCE = ("guidance", "导向工程")
    BENEFIT = ("benefit", "惠民工程")

    @property
    def part(self) -> Part:
        """Which part of the policy it belongs to."""
        return _PARTS[self]


_PARTS = {
    **dict.fromkeys(list(Strand)[:4], Part.FIELD),
    **dict.fromkeys(list(Strand)[4:7], Part.STRATEGY),
    **dict.fromkeys(list(Strand)[7:11], Part.SYSTEM),
    **dict.fromkeys(list(Strand)[11:], Part.PROJECT),
}


class Direction(LabelledEnum):
    """On which side of its number a promise is kept. The label is the sign before the number."""

    AT_LEAST = ("at_least", "≥")
    ABOVE = ("above", "＞")
    AT_MOST = ("at_most", "≤")
    BELOW = ("below", "＜")

    def holds(self, value: Decimal, target: Decimal) -> bool:
        """Whether ``value`` lies on the right side of ``target``, both in one unit."""
        match self:
            case Direction.AT_LEAST:
                return value >= target
            case Direction.ABOVE:
                return value > target
            case Direction.AT_MOST:
                return value <= target
            case _:
                return value < target


class Frequency(LabelledEnum):
    """How often an indicator is reported."""

    MONTH = ("month", "每月")
    QUARTER = ("quarter", "每季度")
    HALF = ("half", "每半年")
    YEAR = ("year", "每年")

    @property
    def months(self) -> int:
        """The length of a period in months."""
        return {"month": 1, "quarter": 3, "half": 6, "year": 12}[self.value]

    def is_stale(self, ends_on: date, today: date) -> bool:
        """Whether more has been due since a period that ended on ``ends_on``.

        The next period must have ended too, and as long again be over for it to be reported.
        """
        months = ends_on.year * 12 + ends_on.month + 2 * self.months
        return today >= date(months // 12, months % 12 + 1, 1)


class TargetState(LabelledEnum):
    """What has become of a promise."""

    MET = ("met", "达到")
    MISSED = ("missed", "未达到")
    UNREPORTED = ("unreported", "未报")


def state_of(value: Decimal | None, direction: Direction, target: Decimal) -> TargetState:
    """What has become of a promise, by its newest value; without any it is unreported."""
    if value is None:
        return TargetState.UNREPORTED
    return TargetState.MET if direction.holds(value, target) else TargetState.MISSED


@dataclass(frozen=True)
class TargetFilters:
    """What the list of promises is narrowed to."""

    part: Part | None = None
    strand: Strand | None = None
    state: TargetState | None = None
    bureau: int | None = None
    q: str = ""


@dataclass(frozen=True)
class ValueFilters:
    """What the list of values is narrowed to."""

    strand: Strand | None = None
    bureau: int | None = None
    year: int | None = None
    q: str = ""
