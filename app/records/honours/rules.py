"""Kinds and grades of honours, what each becomes on the red list, and what may be asked of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.labels import LabelledEnum
from app.records.companies.rules import PartyKind
from app.records.credit.rules import CreditCategory

FIELDS = {
    "kind": "荣誉种类",
    "grade": "级别",
    "title": "荣誉名称",
    "subject": "产品或项目",
    "party_kind": "获得者类别",
    "party_name": "获得者",
    "uscc": "统一社会信用代码",
    "registration_number": "工商注册号",
    "company_id": "关联企业",
    "grantor": "授予机关",
    "document_number": "授予文号",
    "granted_on": "授予日期",
    "year": "年度",
    "valid_from": "有效期自",
    "valid_until": "有效期至",
    "publish_until": "公示至",
    "merits": "说明",
    "district_code": "县（市、区）",
    "source_key": "",
    "attachments": "附件",
}
"""What versions keep of an honour; the key of its source follows from the others."""


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


class HonourOrder(StrEnum):
    """Orders of the list: newest first, or first to end."""

    GRANTED = "granted"
    UNTIL = "until"


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


@dataclass(frozen=True, kw_only=True)
class HonourFilters:
    """Which honours to show; empty values leave nothing out."""

    kind: HonourKind | None = None
    grade: HonourGrade | None = None
    district: str = ""
    grantor: str = ""
    year: int | None = None
    q: str = ""


@dataclass(frozen=True, kw_only=True)
class HonourData:
    """What an editor says of an honour."""

    kind: HonourKind
    grade: HonourGrade
    title: str
    subject: str | None
    party_kind: PartyKind
    party_name: str
    uscc: str | None
    registration_number: str | None
    grantor: str
    document_number: str | None
    granted_on: date
    year: int
    valid_from: date | None
    valid_until: date | None
    merits: str
    district_code: str | None


@dataclass(frozen=True)
class Goal:
    """What of the register a promise of the policy counts: a kind, of one grade or of all."""

    kind: HonourKind
    grade: HonourGrade | None
    by_holder: bool
    """Whether a holder counts once, however many such honours it has."""

    @property
    def words(self) -> str:
        """What is counted, in words: 省级政府质量奖."""
        return f"{self.grade.label if self.grade else ''}{self.kind.label}"


def fault(
    *,
    kind: HonourKind,
    subject: str | None,
    party_kind: PartyKind,
    has_code: bool,
    granted_on: date,
    valid_from: date | None,
    valid_until: date | None,
    today: date,
) -> tuple[str, str] | None:
    """The field at fault and what is wrong, in an honour from a file or from a form."""
    if kind in WITH_SUBJECT and not subject:
        return "subject", f"{kind.label}要写明产品、服务或者工程项目的名称"
    if party_kind is PartyKind.PERSON and has_code:
        return "uscc", "自然人不填代码；个体工商户请在“获得者类别”里注明"
    if granted_on > today:
        return "granted_on", "授予日期在今天之后，请核对"
    if valid_until and valid_until < (valid_from or granted_on):
        return "valid_until", "有效期至早于有效期自或者授予日期"
    return None


def words_of(title: str, subject: str | None) -> str:
    """The honour with what it was given for: 瓯江杯优质工程奖（某某大厦）."""
    return f"{title}（{subject}）" if subject else title
