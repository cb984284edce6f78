"""States of a published record and the predicate that decides what the public sees."""

from dataclasses import dataclass
from datetime import date

from app.core.labels import LabelledEnum


class PublicationStatus(LabelledEnum):
    """Where a record stands in its publication life."""

    DRAFT = ("draft", "草稿")
    PUBLISHED = ("published", "公示中")
    WITHDRAWN = ("withdrawn", "已撤下")
    EXPIRED = ("expired", "公示到期")
    REPAIRED = ("repaired", "已修复")


OBJECTED = "异议处理中"
"""What a record says of itself, wherever it stands, while an objection to it is handled."""


class Standing(LabelledEnum):
    """What an address answers about a record, to a person without rights."""

    VISIBLE = ("visible", "可见")
    GONE = ("gone", "不再公示")
    UNKNOWN = ("unknown", "不存在")


def standing(
    status: PublicationStatus, published_on: date | None, publish_until: date | None, today: date
) -> Standing:
    """Whether a record is shown, has left, or was never here as far as the public knows."""
    if status is PublicationStatus.DRAFT or published_on is None or published_on > today:
        return Standing.UNKNOWN
    if status is not PublicationStatus.PUBLISHED:
        return Standing.GONE
    if publish_until is not None and publish_until < today:
        return Standing.GONE
    return Standing.VISIBLE


@dataclass(frozen=True)
class Period:
    """A publication period: from when to when, and from when repair may be applied for."""

    starts_on: date
    ends_on: date
    repair_from: date | None = None

    def share(self, day: date) -> float:
        """How much of the period has passed on ``day``, in percent between 0 and 100."""
        length = max((self.ends_on - self.starts_on).days, 1)
        return round(min(max((day - self.starts_on).days / length, 0), 1) * 100, 1)

    def repairable(self, day: date) -> bool:
        """Whether repair may be applied for on ``day``."""
        return self.repair_from is not None and self.repair_from <= day


def years_later(start: date, years: int) -> date:
    """The same day some years later: the last day of a period that runs in years."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:  # 29 February
        return date(start.year + years, 3, 1)
