"""Market entities: identity by unified social credit code, names past and present."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, String, Text, cast, func
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db.session import Base
from app.kernel.imports.models import ImportBatch
from app.people.models import Bureau, District
from app.publishing.life.models import Sourced
from app.records.companies.rules import CompanyStatus, PartyKind


class Company(Sourced, Base):
    """A company, keyed by its 18-character code (GB 32100-2015) or by its old number."""

    __tablename__ = "companies"

    id: Mapped[int] = mapped_column(primary_key=True)
    uscc: Mapped[str | None] = mapped_column(String(18), unique=True)
    registration_number: Mapped[str | None] = mapped_column(String(15), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    kind: Mapped[str | None] = mapped_column(String(60))
    legal_representative: Mapped[str | None] = mapped_column(String(60))
    registered_capital: Mapped[str | None] = mapped_column(String(60))
    """Free text as registered (``5,000(万元人民币)``): currencies differ, so no number."""
    registered_on: Mapped[date | None]
    registration_authority: Mapped[str | None] = mapped_column(String(80))
    business_scope: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(String(300))
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"), index=True)
    status: Mapped[CompanyStatus] = mapped_column(default=CompanyStatus.UNKNOWN)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    district: Mapped[District | None] = relationship()
    former_names: Mapped[list["FormerName"]] = relationship(
        order_by="FormerName.until", cascade="all, delete-orphan"
    )
    source_bureau: Mapped[Bureau | None] = relationship()
    import_batch: Mapped[ImportBatch | None] = relationship()

    @hybrid_property
    def ref(self) -> str:
        """What stands in the address of the company's page: its code, else its old number."""
        return self.uscc or self.registration_number or f"id{self.id}"

    @ref.inplace.expression
    @classmethod
    def _ref(cls) -> ColumnElement[str]:
        return func.coalesce(cls.uscc, cls.registration_number, "id" + cast(cls.id, String))


class Addressed:
    """Mixin of decisions addressed to a party, which is a company or a natural person."""

    if TYPE_CHECKING:
        party_name: Mapped[str]
        party_kind: Mapped[PartyKind]
        legal_representative: Mapped[str | None]

    @property
    def person_name(self) -> str:
        """The party, where it is a natural person."""
        return self.party_name if self.party_kind is PartyKind.PERSON else ""

    @property
    def public_names(self) -> frozenset[str]:
        """The legal representative is disclosed (双公示, 9)."""
        return frozenset(filter(None, (self.legal_representative,)))


class FormerName(Base):
    """A name that a company bore earlier."""

    __tablename__ = "former_names"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("companies.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    since: Mapped[date | None]
    until: Mapped[date | None]
