"""States of a published record and the predicate that decides what the public sees."""

from datetime import date

from app.core.labels import LabelledEnum


class PublicationStatus(LabelledEnum):
    """Where a record stands in its publication life."""

    DRAFT = ("draft", "草稿")
    PUBLISHED = ("published", "公示中")
    WITHDRAWN = ("withdrawn", "已撤下")
    EXPIRED = ("expired", "公示到期")


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
