"""Disclosed administrative penalties: the 双公示 fields, with money in integer 分."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db.session import Base
from app.kernel.db.types import CodeList
from app.kernel.imports.models import ImportBatch
from app.people.models import Bureau, District
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import PUBLIC_PERIOD, Contestable, Sourced
from app.records.cases.rules import FIELDS, CaseField, Severity
from app.records.companies.models import Addressed, Company
from app.records.companies.rules import PartyKind

DISTRICT, BUREAU, FIELD, SEVERITY = "district_code", "deciding_bureau_id", "field", "severity"
LISTED = ("status", "decided_on", "id", *PUBLIC_PERIOD)


class CaseDisclosure(Addressed, Attaching, Contestable, Sourced, Base):
    """A penalty decision as it is disclosed. Numbers in brackets: the field of 双公示."""

    FIELDS = FIELDS
    __tablename__ = "case_disclosures"
    PERSONAL = frozenset({"legal_representative"})
    __table_args__ = (
        # Each holds all that filters ask, so that lists are counted and turned without the rows.
        Index("ix_case_disclosures_list", *LISTED, DISTRICT, BUREAU, FIELD, SEVERITY),
        Index("ix_case_disclosures_by_district", DISTRICT, *LISTED, BUREAU, FIELD, SEVERITY),
        Index("ix_case_disclosures_by_bureau", BUREAU, *LISTED, DISTRICT, FIELD, SEVERITY),
        Index("ix_case_disclosures_by_field", FIELD, *LISTED, DISTRICT, BUREAU, SEVERITY),
        Index("ix_case_disclosures_company", "company_id", "status", "decided_on", "id"),
        Index("ix_case_disclosures_period", "status", "publish_until"),
        CheckConstraint("fine_cents >= 0 AND confiscated_cents >= 0", name="amounts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"))
    party_name: Mapped[str] = mapped_column(String(200))
    """[1] As published: a natural person's given name is masked (张某某)."""
    party_kind: Mapped[PartyKind]
    uscc: Mapped[str | None] = mapped_column(String(18), index=True)
    registration_number: Mapped[str | None] = mapped_column(String(50))
    legal_representative: Mapped[str | None] = mapped_column(String(50))
    decision_number: Mapped[str | None] = mapped_column(String(128), index=True)
    violation: Mapped[str] = mapped_column(Text)
    """[15] Kind of violation."""
    facts: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(Text, default="")
    penalty_kinds: Mapped[list[str]] = mapped_column(CodeList, default=list)
    """[18] Values of PenaltyKind."""
    content: Mapped[str] = mapped_column(Text)
    """[19] The penalty in words."""
    fine_cents: Mapped[int] = mapped_column(BigInteger, default=0)
    confiscated_cents: Mapped[int] = mapped_column(BigInteger, default=0)
    licence: Mapped[str | None] = mapped_column(String(200))
    """[22] Name and number of the licence suspended or revoked."""
    decided_on: Mapped[date]
    valid_until: Mapped[date | None]
    """[24] End of the penalty's own validity."""
    deciding_bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"))
    deciding_body: Mapped[str] = mapped_column(String(200))
    deciding_body_code: Mapped[str | None] = mapped_column(String(18))
    source_body: Mapped[str] = mapped_column(String(200), default="")
    """[28] The data source body as named in the file."""
    remark: Mapped[str | None] = mapped_column(String(512))
    execution: Mapped[str | None] = mapped_column(String(500))
    field: Mapped[CaseField] = mapped_column(default=CaseField.OTHER)
    severity: Mapped[Severity] = mapped_column(default=Severity.ORDINARY)
    earliest_repair_on: Mapped[date | None]
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"))

    company: Mapped[Company | None] = relationship()
    deciding_bureau: Mapped[Bureau | None] = relationship(
        foreign_keys="CaseDisclosure.deciding_bureau_id"
    )
    source_bureau: Mapped[Bureau | None] = relationship(
        foreign_keys="CaseDisclosure.source_bureau_id"
    )
    district: Mapped[District | None] = relationship()
    import_batch: Mapped[ImportBatch | None] = relationship()
    milestones: Mapped[list["CaseMilestone"]] = relationship(
        order_by="CaseMilestone.on", cascade="all, delete-orphan"
    )

    @property
    def publish_blocker(self) -> str:
        """A draft that was begun before the decision says nothing of the penalty yet."""
        return "" if self.content.strip() else "还没有填写处罚内容，不能送审和公示。"

    @property
    def headline(self) -> str:
        """The case's title."""
        return self.title


class CaseMilestone(Base):
    """A dated step from report to publication, as shown on the case page."""

    __tablename__ = "case_milestones"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_disclosures.id"), index=True)
    on: Mapped[date]
    title: Mapped[str] = mapped_column(String(100))
    text: Mapped[str | None] = mapped_column(String(300))
