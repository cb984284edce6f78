"""States of a published record and the predicate that decides what the public sees."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from app.kernel.labels import LabelledEnum


class PublicationStatus(LabelledEnum):
    """Where a record stands in its publication life."""

    DRAFT = ("draft", "草稿")
    IN_REVIEW = ("in_review", "待审")
    PUBLISHED = ("published", "公示中")
    WITHDRAWN = ("withdrawn", "已撤下")
    EXPIRED = ("expired", "公示到期")
    REPAIRED = ("repaired", "已修复")


OBJECTED = "异议处理中"
"""What a record says of itself, wherever it stands, while an objection to it is handled."""


def caution_of(objected_on: date | None) -> str:
    """What a record says whose party has objected to it since then, if it has."""
    return OBJECTED if objected_on else ""


class Life(LabelledEnum):
    """Where a record stands today, as staff see it: its status and what the day makes of it."""

    DRAFT = ("draft", "草稿")
    IN_REVIEW = ("in_review", "待审")
    SCHEDULED = ("scheduled", "定时公示")
    PUBLISHED = ("published", "公示中")
    EXPIRED = ("expired", "公示到期")
    WITHDRAWN = ("withdrawn", "已撤下")
    REPAIRED = ("repaired", "已修复")


SENDABLE = frozenset(
    {PublicationStatus.DRAFT, PublicationStatus.WITHDRAWN, PublicationStatus.EXPIRED}
)
"""Statuses from which a record may be sent for review."""


def life(
    status: PublicationStatus, published_on: date | None, publish_until: date | None, today: date
) -> Life:
    """Where a record stands on ``today``."""
    if status is not PublicationStatus.PUBLISHED:
        return Life(status.value)
    if published_on is not None and published_on > today:
        return Life.SCHEDULED
    return Life.EXPIRED if publish_until is not None and publish_until < today else Life.PUBLISHED


def resting(published_on: date | None, withdrawn_on: date | None) -> PublicationStatus:
    """What a record is again when it leaves review without having been approved."""
    if withdrawn_on is not None:
        return PublicationStatus.WITHDRAWN
    return PublicationStatus.DRAFT if published_on is None else PublicationStatus.EXPIRED


class VersionState(LabelledEnum):
    """What has become of a version of a record."""

    DRAFT = ("draft", "草稿")
    IN_REVIEW = ("in_review", "待审")
    RETURNED = ("returned", "已退回")
    APPROVED = ("approved", "审核同意")
    IMPORTED = ("imported", "表格导入")
    SUPERSEDED = ("superseded", "后来又有改动")
    DROPPED = ("dropped", "已放弃")


OPEN = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.RETURNED)
"""States of a version that is still being worked on: a record has at most one such."""


class WithdrawalGround(LabelledEnum):
    """Why a record has to leave before its time (行政处罚法 Art. 48)."""

    REVOKED = ("revoked", "决定被撤销")
    CHANGED = ("changed", "决定被变更")
    OTHER = ("other", "其他依法应当撤下的情形")

    @property
    def public_words(self) -> str:
        """What the address of the record says afterwards; names neither party nor number."""
        return GROUNDS_IN_PUBLIC[self]


GROUNDS_IN_PUBLIC = {
    WithdrawalGround.REVOKED: "原决定已被依法撤销，该信息已经撤下。",
    WithdrawalGround.CHANGED: "原决定已被依法变更，该信息已经撤下。",
    WithdrawalGround.OTHER: "该信息已依法撤下。",
}


class WithdrawalState(LabelledEnum):
    """How far the withdrawal of a record has come."""

    NOTED = ("noted", "拟撤下")
    DONE = ("done", "已撤下")
    REFUSED = ("refused", "不予撤下")


class Visibility(LabelledEnum):
    """What an address answers about a record, to a person without rights."""

    VISIBLE = ("visible", "可见")
    GONE = ("gone", "不再公示")
    UNKNOWN = ("unknown", "不存在")


def standing(
    status: PublicationStatus, published_on: date | None, publish_until: date | None, today: date
) -> Visibility:
    """Whether a record is shown, has left, or was never here as far as the public knows."""
    if status is PublicationStatus.DRAFT or published_on is None or published_on > today:
        return Visibility.UNKNOWN
    if status is not PublicationStatus.PUBLISHED:
        return Visibility.GONE
    if publish_until is not None and publish_until < today:
        return Visibility.GONE
    return Visibility.VISIBLE


@dataclass(frozen=True)
class Period:
    """A publication period: from which day through which, and from when it may be repaired."""

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


@dataclass(frozen=True)
class RepairTerms:
    """When a record may be repaired: from which day, under which rule."""

    earliest_on: date
    basis: str
    execution: str = ""
    """What the record says of how its decision was carried out."""


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_later(start: date, years: int) -> date:
    """The same day some years later: the last day of a period that runs in years."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:  # 29 February
        return date(start.year + years, 3, 1)
