"""Kinds and states of licences, and what may be asked of the list."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.labels import LabelledEnum
from app.records.companies.rules import PartyKind

FIELDS = {
    "party_kind": "行政相对人类别",
    "party_name": "行政相对人名称",
    "uscc": "统一社会信用代码",
    "company_id": "关联企业",
    "registration_number": "工商注册号",
    "organisation_code": "组织机构代码",
    "tax_number": "税务登记号",
    "institution_number": "事业单位证书号",
    "society_number": "社会组织登记证号",
    "legal_representative": "法定代表人",
    "document_name": "行政许可决定文书名称",
    "decision_number": "行政许可决定文书号",
    "kind": "许可类别",
    "certificate_name": "许可证书名称",
    "licence_number": "许可编号",
    "content": "许可内容",
    "decided_on": "许可决定日期",
    "valid_from": "有效期自",
    "valid_until": "有效期至",
    "publish_until": "公示至",
    "deciding_body": "许可机关",
    "deciding_body_code": "许可机关统一社会信用代码",
    "state": "当前状态",
    "district_code": "县（市、区）",
    "remark": "备注",
    "source_key": "",
    "attachments": "附件",
}
"""What versions keep of a licence; the key of its source follows from the others."""


class LicenceKind(LabelledEnum):
    """Kinds of licence, in the order of their codes 01 to 06 in 双公示."""

    GENERAL = ("general", "普通")
    FRANCHISE = ("franchise", "特许")
    RECOGNITION = ("recognition", "认可")
    APPROVAL = ("approval", "核准")
    REGISTRATION = ("registration", "登记")
    OTHER = ("other", "其他")


class LicenceState(LabelledEnum):
    """Whether the licence itself still stands, as its body says; not whether it is published."""

    VALID = ("valid", "有效")
    INVALID = ("invalid", "无效")
    DISPUTED = ("disputed", "异议")
    OTHER = ("other", "其他")


class LicenceOrder(StrEnum):
    """Orders of the list: newest decision first, or first to end."""

    DECIDED = "decided"
    UNTIL = "until"


@dataclass(frozen=True, kw_only=True)
class LicenceFilters:
    """Which licences to show; empty values leave nothing out."""

    district: str = ""
    bureau_id: int | None = None
    kind: LicenceKind | None = None
    year: int | None = None
    q: str = ""


@dataclass(frozen=True, kw_only=True)
class LicenceData:
    """What an editor says of a licence."""

    party_name: str
    party_kind: PartyKind
    uscc: str | None
    registration_number: str | None
    organisation_code: str | None
    tax_number: str | None
    institution_number: str | None
    society_number: str | None
    legal_representative: str | None
    document_name: str | None
    decision_number: str | None
    kind: LicenceKind
    certificate_name: str | None
    licence_number: str | None
    content: str
    decided_on: date
    valid_from: date | None
    valid_until: date | None
    deciding_body: str
    deciding_body_code: str | None
    state: LicenceState
    remark: str | None
    district_code: str | None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the party: those that are given."""
        given = (
            *(self.uscc, self.registration_number, self.organisation_code),
            *(self.tax_number, self.institution_number, self.society_number),
        )
        return tuple(code for code in given if code)


def fault(
    *,
    party_kind: PartyKind,
    has_code: bool,
    has_number: bool,
    valid_from: date | None,
    valid_until: date | None,
) -> tuple[str, str] | None:
    """The field at fault and what is wrong, in a licence from a file or from a form."""
    if not has_number:
        return "licence_number", "行政许可决定文书号和许可编号至少填一项"
    if party_kind is PartyKind.PERSON and has_code:
        return "uscc", "自然人不填代码；个体工商户请在“行政相对人类别”里注明"
    if party_kind is PartyKind.ORGANISATION and not has_code:
        return "uscc", "法人和非法人组织的六种代码至少填一项"
    if valid_from and valid_until and valid_until < valid_from:
        return "valid_until", "有效期至早于有效期自"
    return None


def name_of(certificate: str | None, document: str | None) -> str:
    """What was granted, as its certificate or its document calls it."""
    return certificate or document or "行政许可"


def numbers_of(*given: str | None) -> tuple[str, ...]:
    """The numbers of the certificate and of the decision: those that there are."""
    return tuple(dict.fromkeys(filter(None, given)))
