"""The columns of the downloaded list of badges."""

from app.kernel.imports.exporting import Column
from app.records.creation.models import CreationApplication

COLUMNS: tuple[Column[CreationApplication], ...] = (
    Column("number", "编号", lambda badge: badge.number),
    Column("kind", "创建种类", lambda badge: badge.kind),
    Column("applicant", "对象", lambda badge: badge.applicant),
    Column("district", "县（市、区）", lambda badge: badge.district.name),
    Column("year", "评价标准年度", lambda badge: badge.year),
    Column("awarded_on", "授牌日期", lambda badge: badge.awarded_on),
    Column("valid_until", "有效期至", lambda badge: badge.valid_until),
)
