"""What is told of a payment, and what may be asked of the list."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.records.companies.rules import PartyKind

FIELDS = {
    "year": "年度",
    "recipient_kind": "获得者类别",
    "recipient_name": "获得者",
    "uscc": "统一社会信用代码",
    "company_id": "关联企业",
    "honour": "奖励事由",
    "basis": "政策依据",
    "amount_cents": "奖励金额",
    "paying_body": "拨付部门",
    "document": "拨付文件",
    "decided_on": "文件日期",
    "remark": "备注",
    "source_key": "",
    "attachments": "附件",
}
"""What versions keep of a payment; the key of its source follows from the others."""


class PaymentOrder(StrEnum):
    """Orders of the list: newest document, or greatest amount first."""

    DECIDED = "decided"
    AMOUNT = "amount"


@dataclass(frozen=True, kw_only=True)
class PaymentFilters:
    """Which payments to show; empty values leave nothing out."""

    year: int | None = None
    bureau_id: int | None = None
    q: str = ""


@dataclass(frozen=True, kw_only=True)
class PaymentData:
    """What an editor says of a payment; the amount in 分."""

    year: int
    recipient_kind: PartyKind
    recipient_name: str
    uscc: str | None
    honour: str
    basis: str
    amount_cents: int
    paying_body: str
    document: str
    decided_on: date
    remark: str | None


def fault(
    *, kind: PartyKind, has_code: bool, amount_cents: int, year: int, decided_on: date, today: date
) -> tuple[str, str] | None:
    """The field at fault and what is wrong, in a payment from a file or from a form."""
    checks = (
        (amount_cents <= 0, "amount", "奖励金额应大于 0"),
        (decided_on > today, "decided_on", "文件日期在今天之后，请核对"),
        (year > decided_on.year, "year", "年度晚于文件日期"),
        (kind is PartyKind.PERSON and has_code, "uscc", "自然人不填统一社会信用代码"),
    )
    return next(((field, words) for wrong, field, words in checks if wrong), None)
