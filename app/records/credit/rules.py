"""The two lists, the grounds on which a company is entered, and what may be asked of a list."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.labels import LabelledEnum

FIELDS = {
    "company_id": "企业",
    "list": "名单",
    "category": "类别",
    "title": "列入事由或荣誉",
    "reason": "事实与说明",
    "basis": "依据",
    "deciding_body": "认定部门",
    "document_number": "文书号",
    "decided_on": "列入日期",
    "publish_until": "公示至",
    "district_code": "县（市、区）",
    "attachments": "附件",
}
"""What versions keep of an entry."""


class ListKind(LabelledEnum):
    """Which list an entry stands on."""

    RED = ("red", "红名单")
    BLACK = ("black", "黑名单")


class CreditCategory(LabelledEnum):
    """Field in which a company earned its entry."""

    QUALITY_AWARD = ("quality_award", "政府质量奖")
    FAMOUS_BRAND = ("famous_brand", "名牌产品")
    TAX_CREDIT = ("tax_credit", "纳税信用A级")
    CUSTOMS_AEO = ("customs_aeo", "海关高级认证")
    CONTRACT_CREDIT = ("contract_credit", "守合同重信用")
    ENGINEERING_AWARD = ("engineering_award", "优质工程奖")
    GREEN_FACTORY = ("green_factory", "绿色工厂")
    FOOD_SAFETY = ("food_safety", "食品安全")
    DRUG_SAFETY = ("drug_safety", "药品安全")
    PRODUCT_QUALITY = ("product_quality", "产品质量")
    ENGINEERING_QUALITY = ("engineering_quality", "工程质量")
    ENVIRONMENT = ("environment", "环境保护")
    WORK_SAFETY = ("work_safety", "安全生产")
    WAGES = ("wages", "拖欠工资")
    TAX_VIOLATION = ("tax_violation", "税收违法")
    FALSE_ADVERTISING = ("false_advertising", "虚假宣传")
    ONLINE_TRADE = ("online_trade", "网络交易")
    INTELLECTUAL_PROPERTY = ("intellectual_property", "知识产权")
    JUDGMENT_DEFAULT = ("judgment_default", "失信被执行")
    OTHER = ("other", "其他")


HONOURS = (
    CreditCategory.QUALITY_AWARD,
    CreditCategory.FAMOUS_BRAND,
    CreditCategory.TAX_CREDIT,
    CreditCategory.CUSTOMS_AEO,
    CreditCategory.CONTRACT_CREDIT,
    CreditCategory.ENGINEERING_AWARD,
    CreditCategory.GREEN_FACTORY,
)
"""Grounds that are on the red list only."""


def categories(kind: ListKind) -> list[tuple[str, str]]:
    """Pairs of value and label of the grounds that a list knows."""
    return [
        (category.value, category.label)
        for category in CreditCategory
        if kind is ListKind.RED or category not in HONOURS
    ]


class CreditOrder(StrEnum):
    """Orders of a list: newest decision first, or first to leave first."""

    DECIDED = "decided"
    UNTIL = "until"


@dataclass(frozen=True, kw_only=True)
class CreditFilters:
    """What to show of a list; empty values leave nothing out."""

    list: ListKind
    district: str = ""
    bureau_id: int | None = None
    category: CreditCategory | None = None
    year: int | None = None
    q: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryData:
    """What an editor says of an entry."""

    list: ListKind
    category: CreditCategory
    title: str
    reason: str
    basis: str
    deciding_body: str
    document_number: str | None
    decided_on: date
    publish_until: date | None
    district_code: str | None
