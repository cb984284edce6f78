"""Why the public is told of a product (消费品召回管理暂行规定, 2020, Art. 3, 15 and 20)."""

from app.kernel.labels import LabelledEnum


class RecallKind(LabelledEnum):
    """Who set a recall going, or that something has happened already."""

    VOLUNTARY = ("voluntary", "主动召回")
    ORDERED = ("ordered", "责令召回")
    ACCIDENT = ("accident", "质量安全事故")
