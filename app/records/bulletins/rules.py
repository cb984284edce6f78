"""Kinds of articles, what each kind says besides its text, and what may be asked of the list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.kernel.labels import LabelledEnum


class BulletinKind(LabelledEnum):
    """What an article is."""

    NOTICE = ("notice", "公告")
    WARNING = ("warning", "风险警示")
    TYPICAL_CASE = ("typical_case", "典型案例")
    CAMPAIGN = ("campaign", "专项活动")


class RiskLevel(LabelledEnum):
    """How grave the danger is that an article warns of, the gravest first.

    The four levels and colours of early warnings (突发事件应对法).
    """

    RED = ("red", "一级（红色）")
    ORANGE = ("orange", "二级（橙色）")
    YELLOW = ("yellow", "三级（黄色）")
    BLUE = ("blue", "四级（蓝色）")

    @property
    def rank(self) -> int:
        """1 for the gravest, 4 for the least."""
        return list(RiskLevel).index(self) + 1

    @property
    def tone(self) -> str:
        """The tone of the chip that says it."""
        return {RiskLevel.RED: "late", RiskLevel.BLUE: "info"}.get(self, "warn")


class Campaign(LabelledEnum):
    """The days and months of quality and honesty that come each year."""

    CONSUMER_DAY = ("consumer_day", "3·15消费者权益日")
    QUALITY_MONTH = ("quality_month", "质量月")
    INTEGRITY_DAY = ("integrity_day", "温州诚信日")
    OTHER = ("other", "其他活动")


class CampaignState(LabelledEnum):
    """Where a campaign stands on a day."""

    COMING = ("coming", "即将开始")
    RUNNING = ("running", "进行中")
    OVER = ("over", "已结束")


PARTICULARS: dict[str, BulletinKind] = {
    "level": BulletinKind.WARNING,
    "scope": BulletinKind.WARNING,
    "campaign": BulletinKind.CAMPAIGN,
    "begins_on": BulletinKind.CAMPAIGN,
    "ends_on": BulletinKind.CAMPAIGN,
}
"""What only articles of one kind say, and those always do."""


def problems(article: Any, labels: Mapping[str, str]) -> dict[str, str]:
    """What does not go with the kind of the article, in words by field; empty when all is right.

    ``labels`` are what its fields are called.
    """
    return dict(_problems(article, labels))


def _problems(article: Any, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, kind in PARTICULARS.items():
        is_given = bool(getattr(article, name))
        if kind is article.kind and not is_given:
            yield name, f"{kind.label}必须写明{labels[name]}"
        if kind is not article.kind and is_given:
            yield (
                name,
                f"只有{kind.label}才有{labels[name]}：请清空这一项，或者把类别改为{kind.label}",
            )
    if article.kind is BulletinKind.WARNING and article.publish_until is None:
        yield "publish_until", "风险警示必须写明公示至哪一天，到期自动撤下"
    if article.begins_on and article.ends_on and article.ends_on < article.begins_on:
        yield "ends_on", "活动结束日期早于开始日期，请核对"


def campaign_state(begins_on: date, ends_on: date, today: date) -> CampaignState:
    """Where a campaign stands on ``today``; both its first and its last day belong to it."""
    if today < begins_on:
        return CampaignState.COMING
    return CampaignState.RUNNING if today <= ends_on else CampaignState.OVER


@dataclass(frozen=True)
class Meant:
    """A record that an editor may mean: its key, and words that name it without doubt."""

    key: int
    label: str


@dataclass(frozen=True, kw_only=True)
class BulletinFilters:
    """Which articles to show; empty values leave nothing out."""

    kind: BulletinKind | None = None
    year: int | None = None
    q: str = ""
