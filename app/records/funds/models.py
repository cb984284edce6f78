"""Payments from the reward fund for quality and brands (policy, 三（四））."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from app.kernel.db.session import Base
from app.kernel.imports.models import ImportBatch
from app.kernel.web.templating import yuan
from app.people.models import Bureau
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import PUBLIC_PERIOD, Sourced
from app.records.companies.models import Company
from app.records.companies.rules import PartyKind
from app.records.funds.rules import FIELDS

LISTED = ("status", "decided_on", "id", *PUBLIC_PERIOD)


class FundPayment(Attaching, Sourced, Base):
    """What one recipient was paid in one year for one reason, by which document."""

    FIELDS = FIELDS
    __tablename__ = "fund_payments"
    __table_args__ = (
        Index("ix_fund_payments_list", *LISTED, "year", "amount_cents"),
        Index("ix_fund_payments_by_bureau", "paying_bureau_id", *LISTED),
        Index("ix_fund_payments_company", "company_id", *LISTED),
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint("recipient_kind <> 'person' OR uscc IS NULL", name="person_without_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    """The year for which it was paid: of the budget, not of the document."""
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"))
    recipient_kind: Mapped[PartyKind]
    recipient_name: Mapped[str] = mapped_column(String(200))
    """A natural person's given name is masked (张某某)."""
    party_name = synonym("recipient_name")
    """What the sealed store knows the party by."""
    uscc: Mapped[str | None] = mapped_column(String(18), index=True)
    honour: Mapped[str] = mapped_column(String(300))
    """Why: the honour, standard or brand that was rewarded, in words."""
    basis: Mapped[str] = mapped_column(String(300))
    """The policy under which it was paid."""
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    paying_bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"))
    paying_body: Mapped[str] = mapped_column(String(200))
    document: Mapped[str] = mapped_column(String(200))
    """Name or number of the document by which it was paid."""
    decided_on: Mapped[date]
    remark: Mapped[str | None] = mapped_column(String(512))

    company: Mapped[Company | None] = relationship()
    paying_bureau: Mapped[Bureau | None] = relationship(foreign_keys="FundPayment.paying_bureau_id")
    source_bureau: Mapped[Bureau | None] = relationship(foreign_keys="FundPayment.source_bureau_id")
    import_batch: Mapped[ImportBatch | None] = relationship()

    @property
    def title(self) -> str:
        """Who, why and how much."""
        return title_of(self.recipient_name, self.honour, self.amount_cents)

    headline = title

    @property
    def person_name(self) -> str:
        """The recipient, where it is a natural person."""
        return self.recipient_name if self.recipient_kind is PartyKind.PERSON else ""


def title_of(recipient: str, honour: str, cents: int) -> str:
    """Who, why and how much."""
    return f"{recipient}：{honour}，{yuan(cents)}"
