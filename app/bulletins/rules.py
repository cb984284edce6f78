"""Kinds of articles, and what may be asked of the list."""

from dataclasses import dataclass
from datetime import date

from app.core.labels import LabelledEnum

FIELDS = {
    "kind": "类别",
    "title": "标题",
    "document_number": "文号",
    "summary": "摘要",
    "body": "正文",
    "publish_until": "公示至",
}
"""What versions keep of an article."""


class BulletinKind(LabelledEnum):
    """What an article is."""

    NOTICE = ("notice", "通知公告")
    WARNING = ("warning", "风险警示")
    TYPICAL_CASE = ("typical_case", "典型案例")
    CAMPAIGN = ("campaign", "活动")


@dataclass(frozen=True, kw_only=True)
class BulletinFilters:
    """Which articles to show; empty values leave nothing out."""

    kind: BulletinKind | None = None
    year: int | None = None
    q: str = ""


@dataclass(frozen=True, kw_only=True)
class BulletinData:
    """What an editor writes."""

    kind: BulletinKind
    title: str
    summary: str
    body: str
    document_number: str | None
    publish_until: date | None
