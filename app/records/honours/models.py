"""Honours with whom they were given to and until when they hold, and what became of them."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db.session import Base
from app.kernel.imports.models import ImportBatch
from app.people.models import Bureau, District
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import PUBLIC_PERIOD, Contestable, Sourced
from app.records.companies.models import Company
from app.records.companies.rules import PartyKind
from app.records.credit.models import CreditEntry, on_black_list
from app.records.honours.rules import FIELDS, HonourGrade, HonourKind, words_of

LISTED = ("status", "granted_on", "id", *PUBLIC_PERIOD, "company_id")


class Honour(Attaching, Contestable, Sourced, Base):
    """An honour that a body gave: shown while it holds, and its holder is not on the black list."""

    FIELDS = FIELDS
    __tablename__ = "honours"
    __table_args__ = (
        Index("ix_honours_list", *LISTED, "kind", "grade"),
        Index("ix_honours_company", "company_id", "status", "granted_on", "id"),
        CheckConstraint("party_kind <> 'person' OR uscc IS NULL", name="person_without_code"),
        CheckConstraint(
            "valid_until IS NULL OR (publish_until IS NOT NULL AND publish_until <= valid_until)",
            name="shown_while_valid",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[HonourKind]
    grade: Mapped[HonourGrade]
    title: Mapped[str] = mapped_column(String(200))
    """What it is called: 温州市市长质量奖."""
    subject: Mapped[str | None] = mapped_column(String(200))
    """The product, service or building that it was given for; none where it is for the firm."""
    party_name: Mapped[str] = mapped_column(String(200))
    """The holder as published: a natural person's given name is masked (张某某)."""
    party_kind: Mapped[PartyKind]
    uscc: Mapped[str | None] = mapped_column(String(18), index=True)
    registration_number: Mapped[str | None] = mapped_column(String(50))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"))
    granting_bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"), index=True)
    grantor: Mapped[str] = mapped_column(String(100))
    """The body's name as it stands in the document; often one that has no desk here."""
    document_number: Mapped[str | None] = mapped_column(String(128), index=True)
    granted_on: Mapped[date]
    year: Mapped[int]
    """For which year it was given; seldom the one in which."""
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    """Last day on which it holds, and is shown; none when it has no end."""
    merits: Mapped[str] = mapped_column(Text, default="")
    """For what it was given, at length."""
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"))

    company: Mapped[Company | None] = relationship()
    granting_bureau: Mapped[Bureau | None] = relationship(foreign_keys="Honour.granting_bureau_id")
    source_bureau: Mapped[Bureau | None] = relationship(foreign_keys="Honour.source_bureau_id")
    district: Mapped[District | None] = relationship()
    import_batch: Mapped[ImportBatch | None] = relationship()

    @property
    def person_name(self) -> str:
        """The holder, where it is a natural person."""
        return self.party_name if self.party_kind is PartyKind.PERSON else ""

    @property
    def deciding_bureau_id(self) -> int | None:
        """The body that answers for it, where it has a desk here."""
        return self.granting_bureau_id

    @property
    def deciding_body(self) -> str:
        """The same, by its name."""
        return self.grantor

    @property
    def words(self) -> str:
        """The honour with what it was given for: 瓯江杯优质工程奖（某某大厦）."""
        return words_of(self.title, self.subject)

    @property
    def headline(self) -> str:
        """To whom and what."""
        return f"{self.party_name}　{self.words}"

    @classmethod
    def unsuspended(cls, day: date) -> ColumnElement[bool]:
        """No honour is shown while its holder stands on the black list (ADR 15)."""
        return ~on_black_list(cls.company_id, day)


class HonourEntry(Base):
    """That an entry of the red list rests on an honour. Shown where both may be seen."""

    __tablename__ = "honour_entries"
    __table_args__ = (UniqueConstraint("honour_id", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    honour_id: Mapped[int] = mapped_column(ForeignKey("honours.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("credit_entries.id"), index=True)
    linked_at: Mapped[datetime]

    honour: Mapped[Honour] = relationship()
    entry: Mapped[CreditEntry] = relationship()
