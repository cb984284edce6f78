"""Kinds of articles."""

from app.core.labels import LabelledEnum


class BulletinKind(LabelledEnum):
    """What an article is."""

    NOTICE = ("notice", "通知公告")
    WARNING = ("warning", "风险警示")
    TYPICAL_CASE = ("typical_case", "典型案例")
    CAMPAIGN = ("campaign", "活动")
