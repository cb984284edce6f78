"""What a company can be, and what state its registration is in."""

from app.core.labels import LabelledEnum


class CompanyStatus(LabelledEnum):
    """State of the registration."""

    ACTIVE = ("active", "存续")
    REVOKED = ("revoked", "吊销")
    CANCELLED = ("cancelled", "注销")
    UNKNOWN = ("unknown", "未注明")
