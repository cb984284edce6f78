"""Entries of the red and the black list."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, aliased, mapped_column, relationship

from app.kernel.db.session import Base
from app.kernel.imports.models import ImportBatch
from app.people.models import Bureau, District
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import PUBLIC_PERIOD, Contestable, Sourced
from app.publishing.life.rules import PublicationStatus
from app.records.companies.models import Company
from app.records.credit.rules import FIELDS, CreditCategory, ListKind

COMPANY = "company_id"
LISTED = ("list", "status", "decided_on", "id")


class CreditEntry(Attaching, Contestable, Sourced, Base):
    """A company's standing on the red or black list, as decided by a body."""

    FIELDS = FIELDS
    __tablename__ = "credit_entries"
    __table_args__ = (
        Index("ix_credit_entries_list", *LISTED, *PUBLIC_PERIOD, COMPANY),
        Index("ix_credit_entries_period", "status", "publish_until"),
        Index("ix_credit_entries_company", COMPANY, "status", "decided_on", "id"),
        Index("ix_credit_entries_standing", COMPANY, "list", "status", *PUBLIC_PERIOD),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list: Mapped[ListKind]
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"))
    category: Mapped[CreditCategory]
    title: Mapped[str] = mapped_column(String(200))
    """The honour (温州市市长质量奖) or, in few words, the ground (标注虚假生产日期)."""
    reason: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(String(500), default="")
    deciding_bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"), index=True)
    deciding_body: Mapped[str] = mapped_column(String(100))
    """The body's name as it stands in the document."""
    document_number: Mapped[str | None] = mapped_column(String(128), index=True)
    decided_on: Mapped[date]
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"), index=True)

    company: Mapped[Company] = relationship()
    deciding_bureau: Mapped[Bureau | None] = relationship(
        foreign_keys="CreditEntry.deciding_bureau_id"
    )
    source_bureau: Mapped[Bureau | None] = relationship(foreign_keys="CreditEntry.source_bureau_id")
    district: Mapped[District | None] = relationship()
    import_batch: Mapped[ImportBatch | None] = relationship()

    @property
    def headline(self) -> str:
        """List, company and ground."""
        return f"{self.list.label}：{self.company.name}　{self.title}"

    @property
    def public_names(self) -> frozenset[str]:
        """The company's legal representative stands on the company's page."""
        return frozenset(filter(None, (self.company.legal_representative,)))

    @classmethod
    def unsuspended(cls, day: date) -> ColumnElement[bool]:
        """No entry of the red list is shown while its company stands on the black list."""
        return ~on_black_list(cls.company_id, day, cls.list == ListKind.RED)


def on_black_list(
    company_id: InstrumentedAttribute[Any], day: date, *where: ColumnElement[bool]
) -> ColumnElement[bool]:
    """True for rows whose company stands on the black list on ``day``, and ``where`` holds."""
    black = aliased(CreditEntry)
    stands = select(literal(1)).where(
        *where,
        black.company_id == company_id,
        black.list == ListKind.BLACK,
        black.status == PublicationStatus.PUBLISHED,
        black.published_on <= day,
        or_(black.publish_until.is_(None), black.publish_until >= day),
    )
    return stands.correlate_except(black).exists()
