"""Kinds and states of licences, what can't be right in one, and what it is called."""

from collections.abc import Mapping
from typing import Any

from app.kernel.labels import LabelledEnum
from app.records.companies.rules import PartyKind

NUMBERS = ("licence_number", "decision_number")


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


WRITTEN_STATES = (LicenceState.VALID, LicenceState.DISPUTED, LicenceState.OTHER)
"""What an editor may choose: one that no longer stands is withdrawn."""


def fault(values: Mapping[str, Any], *, has_code: bool) -> tuple[str, str] | None:
    """The field at fault and what is wrong, in a licence from a file or from a form.

    ``has_code``: whether its party has any of the six codes of 双公示.
    """
    party_kind, since, until = values["party_kind"], values["valid_from"], values["valid_until"]
    if not any(values[name] for name in NUMBERS):
        return "licence_number", "行政许可决定文书号和许可编号至少填一项"
    if party_kind is PartyKind.PERSON and has_code:
        return "uscc", "自然人不填代码；个体工商户请在“行政相对人类别”里注明"
    if party_kind is PartyKind.ORGANISATION and not has_code:
        return "uscc", "法人和非法人组织的六种代码至少填一项"
    if since and until and until < since:
        return "valid_until", "有效期至早于有效期自"
    return None


def name_of(certificate: str | None, document: str | None) -> str:
    """What was granted, as its certificate or its document calls it."""
    return certificate or document or "行政许可"


def numbers_of(*texts: str | None) -> tuple[str, ...]:
    """The numbers of the certificate and of the decision: those that there are."""
    return tuple(dict.fromkeys(filter(None, texts)))
