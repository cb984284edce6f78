"""What a company can be, what state its registration is in, and whom a decision addresses."""

from app.kernel.labels import LabelledEnum


class CompanyStatus(LabelledEnum):
    """State of the registration."""

    ACTIVE = ("active", "存续")
    REVOKED = ("revoked", "吊销")
    CANCELLED = ("cancelled", "注销")
    UNKNOWN = ("unknown", "未注明")


class PartyKind(LabelledEnum):
    """Whom a decision is addressed to (双公示 field 2)."""

    ORGANISATION = ("organisation", "法人及非法人组织")
    SOLE_TRADER = ("sole_trader", "个体工商户")
    PERSON = ("person", "自然人")
