"""The two lists, and the grounds on which a company is entered."""

from app.kernel.labels import LabelledEnum


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
