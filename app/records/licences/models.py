"""Administrative licences: the 24 fields of 双公示 that may be public."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db.session import Base
from app.kernel.imports.models import ImportBatch
from app.people.models import Bureau, District
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import PUBLIC_PERIOD, Contestable, Sourced
from app.records.companies.models import Addressed, Company
from app.records.companies.rules import PartyKind
from app.records.licences.rules import FIELDS, LicenceKind, LicenceState, name_of, numbers_of

DISTRICT, BUREAU, KIND = "district_code", "deciding_bureau_id", "kind"
LISTED = ("status", "decided_on", "id", *PUBLIC_PERIOD)
CODES = (
    *("uscc", "registration_number", "organisation_code"),
    *("tax_number", "institution_number", "society_number"),
)
"""[3]-[8] What a party may be known by; a natural person by none of them."""


class AdministrativeLicence(Addressed, Attaching, Contestable, Sourced, Base):
    """A licence as it is disclosed. Numbers in brackets: the field of 双公示.

    The fields on identity papers are not part of it: a person's number is sealed
    (``publishing.sealed``), that of a legal representative never kept.
    """

    FIELDS = FIELDS
    __tablename__ = "administrative_licences"
    PERSONAL = frozenset({"legal_representative"})
    __table_args__ = (
        # Each holds all that filters ask, so that lists are counted and turned without the rows.
        Index("ix_administrative_licences_list", *LISTED, DISTRICT, BUREAU, KIND),
        Index("ix_administrative_licences_by_district", DISTRICT, *LISTED, BUREAU, KIND),
        Index("ix_administrative_licences_by_bureau", BUREAU, *LISTED, DISTRICT, KIND),
        Index("ix_administrative_licences_by_kind", KIND, *LISTED, DISTRICT, BUREAU),
        Index("ix_administrative_licences_company", "company_id", *LISTED),
        CheckConstraint(
            f"party_kind <> 'person' OR coalesce({', '.join(CODES)}, legal_representative) IS NULL",
            name="person_without_codes",
        ),
        CheckConstraint("valid_from <= valid_until", name="validity"),
        CheckConstraint(
            "valid_until IS NULL OR (publish_until IS NOT NULL AND publish_until <= valid_until)",
            name="shown_while_valid",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"))
    party_name: Mapped[str] = mapped_column(String(200))
    """[1] As published: a natural person's given name is masked (张某某)."""
    party_kind: Mapped[PartyKind]
    uscc: Mapped[str | None] = mapped_column(String(18), index=True)
    registration_number: Mapped[str | None] = mapped_column(String(50))
    organisation_code: Mapped[str | None] = mapped_column(String(9))
    tax_number: Mapped[str | None] = mapped_column(String(20))
    institution_number: Mapped[str | None] = mapped_column(String(12))
    """[7] Of the certificate of a public institution (事业单位)."""
    society_number: Mapped[str | None] = mapped_column(String(50))
    """[8] Of the registration of a social organisation (社会组织)."""
    legal_representative: Mapped[str | None] = mapped_column(String(50))
    document_name: Mapped[str | None] = mapped_column(String(200))
    """[10] Name of the deciding document."""
    decision_number: Mapped[str | None] = mapped_column(String(128), index=True)
    kind: Mapped[LicenceKind | None]
    certificate_name: Mapped[str | None] = mapped_column(String(200))
    licence_number: Mapped[str | None] = mapped_column(String(128), index=True)
    """[14] Number of the certificate."""
    content: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    """[18] Last day of validity, and of publication; none when the licence has no end."""
    deciding_bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"))
    deciding_body: Mapped[str] = mapped_column(String(200))
    deciding_body_code: Mapped[str | None] = mapped_column(String(18))
    state: Mapped[LicenceState | None]
    source_body: Mapped[str] = mapped_column(String(200), default="")
    """[22] The data source body as named in the file."""
    source_body_code: Mapped[str | None] = mapped_column(String(18))
    remark: Mapped[str | None] = mapped_column(String(512))
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"))

    company: Mapped[Company | None] = relationship()
    deciding_bureau: Mapped[Bureau | None] = relationship(
        foreign_keys="AdministrativeLicence.deciding_bureau_id"
    )
    source_bureau: Mapped[Bureau | None] = relationship(
        foreign_keys="AdministrativeLicence.source_bureau_id"
    )
    district: Mapped[District | None] = relationship()
    import_batch: Mapped[ImportBatch | None] = relationship()

    @property
    def name(self) -> str:
        """What was granted, as its certificate or its document calls it."""
        return name_of(self.certificate_name, self.document_name)

    @property
    def title(self) -> str:
        """To whom and what: 温州某某有限公司食品经营许可证."""
        return f"{self.party_name}{self.name}"

    headline = title

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the certificate and of the decision: those that there are."""
        return numbers_of(self.licence_number, self.decision_number)

    @property
    def publish_blocker(self) -> str:
        """A licence that no longer stands is not shown as one."""
        return "许可已经失效，不能公示。" if self.state is LicenceState.INVALID else ""
