"""Kinds of penalties, how grave a case is, and what may be asked of the list."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.labels import LabelledEnum
from app.records.companies.rules import PartyKind

FIELDS = {
    "title": "案件名称",
    "party_kind": "行政相对人类别",
    "party_name": "行政相对人名称",
    "uscc": "统一社会信用代码",
    "company_id": "关联企业",
    "legal_representative": "法定代表人",
    "decision_number": "决定书文号",
    "violation": "违法行为类型",
    "facts": "违法事实",
    "basis": "处罚依据",
    "penalty_kinds": "处罚类别",
    "content": "处罚内容",
    "fine_cents": "罚款金额",
    "confiscated_cents": "没收金额",
    "licence": "暂扣或吊销证照",
    "decided_on": "处罚决定日期",
    "valid_until": "处罚有效期",
    "publish_until": "公示截止期",
    "earliest_repair_on": "最早可申请修复",
    "deciding_body": "处罚机关",
    "field": "领域",
    "severity": "失信程度",
    "district_code": "县（市、区）",
    "execution": "执行情况",
    "remark": "备注",
    "attachments": "附件",
}
"""What versions keep of a case."""


class PenaltyKind(LabelledEnum):
    """Kinds of penalty (行政处罚法 Art. 9)."""

    WARNING = ("warning", "警告")
    CRITICISM = ("criticism", "通报批评")
    FINE = ("fine", "罚款")
    CONFISCATE_INCOME = ("confiscate_income", "没收违法所得")
    CONFISCATE_GOODS = ("confiscate_goods", "没收非法财物")
    SUSPEND_LICENCE = ("suspend_licence", "暂扣许可证件")
    DOWNGRADE = ("downgrade", "降低资质等级")
    REVOKE_LICENCE = ("revoke_licence", "吊销许可证件")
    RESTRICT_BUSINESS = ("restrict_business", "限制开展生产经营活动")
    STOP_BUSINESS = ("stop_business", "责令停产停业")
    CLOSE_DOWN = ("close_down", "责令关闭")
    RESTRICT_PRACTICE = ("restrict_practice", "限制从业")
    DETENTION = ("detention", "行政拘留")
    OTHER = ("other", "其他")


def penalty_labels(kinds: list[str]) -> list[str]:
    """The words of kinds as they are stored; those that no list knows are left out."""
    return [kind.label for kind in PenaltyKind if kind.value in kinds]


class Severity(LabelledEnum):
    """Grade of dishonesty, which decides the publication period (发改委令36号)."""

    MINOR = ("minor", "轻微")
    ORDINARY = ("ordinary", "一般")
    SERIOUS = ("serious", "严重")


class CaseField(LabelledEnum):
    """Field of the violation, as citizens look for it."""

    FOOD = ("food", "食品")
    DRUG = ("drug", "药品医疗器械")
    PRODUCT = ("product", "产品质量")
    CONSTRUCTION = ("construction", "工程建设")
    ENVIRONMENT = ("environment", "环境保护")
    WORK_SAFETY = ("work_safety", "安全生产")
    ADVERTISING = ("advertising", "广告与价格")
    INTELLECTUAL_PROPERTY = ("intellectual_property", "知识产权")
    SPECIAL_EQUIPMENT = ("special_equipment", "特种设备")
    TRANSPORT = ("transport", "交通运输")
    LABOUR = ("labour", "劳动保障")
    TAX = ("tax", "税务")
    FINANCE = ("finance", "金融")
    OTHER = ("other", "其他")


class CaseOrder(StrEnum):
    """Orders of the list: newest decision, first to leave, or greatest amount first."""

    DECIDED = "decided"
    UNTIL = "until"
    AMOUNT = "amount"


@dataclass(frozen=True, kw_only=True)
class CaseFilters:
    """Which cases to show; empty values leave nothing out."""

    district: str = ""
    bureau_id: int | None = None
    field: CaseField | None = None
    severity: Severity | None = None
    year: int | None = None
    q: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseData:
    """What an editor says of a case. What is not known before the decision may be left out."""

    title: str
    party_name: str
    party_kind: PartyKind
    uscc: str | None
    legal_representative: str | None = None
    decision_number: str | None = None
    violation: str
    facts: str
    basis: str = ""
    penalty_kinds: list[str]
    content: str = ""
    fine_cents: int = 0
    confiscated_cents: int = 0
    licence: str | None = None
    decided_on: date
    valid_until: date | None = None
    publish_until: date | None = None
    deciding_body: str
    execution: str | None = None
    remark: str | None = None
    field: CaseField
    severity: Severity = Severity.ORDINARY
    district_code: str | None
