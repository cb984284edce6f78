"""Kinds and grades of honours, what each becomes on the red list, and what can't be said of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.kernel.labels import LabelledEnum
from app.records.companies.rules import PartyKind
from app.records.credit.rules import CreditCategory


class HonourKind(LabelledEnum):
    """For what an honour is given; the policy names the first five (二（一）3, 二（三）4)."""

    QUALITY_AWARD = ("quality_award", "政府质量奖")
    FAMOUS_BRAND = ("famous_brand", "名牌产品")
    REGIONAL_BRAND = ("regional_brand", "区域品牌")
    SERVICE_BRAND = ("service_brand", "服务名牌")
    WORKS_AWARD = ("works_award", "优质工程奖")
    TAX_CREDIT = ("tax_credit", "A级纳税人")
    CUSTOMS_AEO = ("customs_aeo", "海关高级认证（AEO）")
    CONTRACT_CREDIT = ("contract_credit", "守合同重信用")
    GREEN_FACTORY = ("green_factory", "绿色工厂")
    OTHER = ("other", "其他荣誉")


class HonourGrade(LabelledEnum):
    """How high the government that gives it stands."""

    NATIONAL = ("national", "国家级")
    PROVINCIAL = ("provincial", "省级")
    CITY = ("city", "市级")
    COUNTY = ("county", "县（市、区）级")


WITH_SUBJECT = frozenset(
    {HonourKind.FAMOUS_BRAND, HonourKind.SERVICE_BRAND, HonourKind.WORKS_AWARD}
)
"""Kinds that are given for one product, service or building, and not to the firm as a whole."""

CATEGORIES: dict[HonourKind, CreditCategory] = {
    HonourKind.QUALITY_AWARD: CreditCategory.QUALITY_AWARD,
    HonourKind.FAMOUS_BRAND: CreditCategory.FAMOUS_BRAND,
    HonourKind.REGIONAL_BRAND: CreditCategory.FAMOUS_BRAND,
    HonourKind.SERVICE_BRAND: CreditCategory.FAMOUS_BRAND,
    HonourKind.WORKS_AWARD: CreditCategory.ENGINEERING_AWARD,
    HonourKind.TAX_CREDIT: CreditCategory.TAX_CREDIT,
    HonourKind.CUSTOMS_AEO: CreditCategory.CUSTOMS_AEO,
    HonourKind.CONTRACT_CREDIT: CreditCategory.CONTRACT_CREDIT,
    HonourKind.GREEN_FACTORY: CreditCategory.GREEN_FACTORY,
    HonourKind.OTHER: CreditCategory.OTHER,
}
"""The category of the entry on the red list that can be drafted from an honour."""


@dataclass(frozen=True)
class Goal:
    """What of the register a promise of the policy counts: a kind, of one grade or of all."""

    kind: HonourKind
    grade: HonourGrade | None
    by_holder: bool
    """Whether a holder counts once, however many such honours it has."""

    @property
    def label(self) -> str:
        """What is counted, in words: 省级政府质量奖."""
        return f"{self.grade.label if self.grade else ''}{self.kind.label}"


def fault(values: Mapping[str, Any], today: date) -> tuple[str, str] | None:
    """The field at fault and what is wrong, in an honour from a file or from a form."""
    kind, valid_until = values["kind"], values["valid_until"]
    if kind in WITH_SUBJECT and not values["subject"]:
        return "subject", f"{kind.label}要写明产品、服务或者工程项目的名称"
    has_code = values["uscc"] or values["registration_number"]
    if values["party_kind"] is PartyKind.PERSON and has_code:
        return "uscc", "自然人不填代码；个体工商户请在“获得者类别”里注明"
    if values["granted_on"] > today:
        return "granted_on", "授予日期在今天之后，请核对"
    if valid_until and valid_until < (values["valid_from"] or values["granted_on"]):
        return "valid_until", "有效期至早于有效期自或者授予日期"
    return None


def full_title_of(title: str, subject: str | None) -> str:
    """The honour with what it was given for: 瓯江杯优质工程奖（某某大厦）."""
    return f"{title}（{subject}）" if subject else title
