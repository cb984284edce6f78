"""Inspected batches of products: what, whose, where it was sampled, and what was found."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from app.kernel.db.session import Base
from app.kernel.imports.models import ImportBatch
from app.people.models import Bureau, District
from app.publishing.life.attachments import Attaching
from app.publishing.life.models import PUBLIC_PERIOD, Contestable, Sourced
from app.records.companies.models import Company
from app.records.companies.rules import PartyKind
from app.records.inspections.rules import (
    FIELDS,
    CheckResult,
    Failure,
    InspectionKind,
    InspectionLevel,
    ProductGroup,
    failures,
    name_of,
)

LISTED = ("status", "announced_on", "id", *PUBLIC_PERIOD)
ASKED = ("kind", "level", "product_group", "result", "is_local", "district_code")


class Inspection(Attaching, Contestable, Sourced, Base):
    """One batch of a product as it was inspected. Rates of passing are counted from these rows."""

    FIELDS = FIELDS
    __tablename__ = "inspections"
    __table_args__ = (
        # Holds all that filters and rates ask, so that they are counted without the rows.
        Index("ix_inspections_list", *LISTED, *ASKED),
        Index("ix_inspections_by_bureau", "inspecting_bureau_id", *LISTED),
        Index("ix_inspections_company", "company_id", *LISTED),
        CheckConstraint("(result = 'fail') = (failing_items IS NOT NULL)", name="failure_says_why"),
        CheckConstraint("sampled_on <= announced_on", name="sampled_first"),
        CheckConstraint("maker_kind <> 'person' OR uscc IS NULL", name="person_without_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[InspectionKind]
    level: Mapped[InspectionLevel]
    product_group: Mapped[ProductGroup]
    product: Mapped[str] = mapped_column(String(200))
    specification: Mapped[str | None] = mapped_column(String(200))
    batch_number: Mapped[str | None] = mapped_column(String(128))
    """Of the batch, or its day of production."""
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"))
    maker_kind: Mapped[PartyKind]
    maker_name: Mapped[str] = mapped_column(String(200))
    """As the label names it (标称); a natural person's given name is masked (张某某)."""
    party_name = synonym("maker_name")
    """What the sealed store knows the party by."""
    uscc: Mapped[str | None] = mapped_column(String(18), index=True)
    is_local: Mapped[bool]
    """Whether it was made in the city: the promises on food, drugs and produce count these."""
    seller_name: Mapped[str | None] = mapped_column(String(200))
    """Where it was sampled; the shop, or the maker itself."""
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"))
    """The district in which it was sampled."""
    result: Mapped[CheckResult]
    failing_items: Mapped[str | None] = mapped_column(Text)
    measured: Mapped[str | None] = mapped_column(Text)
    limits: Mapped[str | None] = mapped_column(Text)
    laboratory: Mapped[str] = mapped_column(String(200))
    sampled_on: Mapped[date]
    announced_on: Mapped[date]
    """When the body announced the result; the year of a rate is that of this day."""
    announcement: Mapped[str | None] = mapped_column(String(200))
    inspecting_bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"))
    inspecting_body: Mapped[str] = mapped_column(String(200))
    remark: Mapped[str | None] = mapped_column(String(512))

    company: Mapped[Company | None] = relationship()
    district: Mapped[District | None] = relationship()
    inspecting_bureau: Mapped[Bureau | None] = relationship(
        foreign_keys="Inspection.inspecting_bureau_id"
    )
    source_bureau: Mapped[Bureau | None] = relationship(foreign_keys="Inspection.source_bureau_id")
    import_batch: Mapped[ImportBatch | None] = relationship()

    @property
    def failures(self) -> list[Failure]:
        """What failed, with what was measured and what is allowed."""
        return [*failures(self.failing_items, self.measured, self.limits)]

    @property
    def has_failed(self) -> bool:
        """Whether anything was found."""
        return self.result is CheckResult.FAIL

    @property
    def deciding_bureau_id(self) -> int | None:
        """The body that answers for it, where it has a desk here."""
        return self.inspecting_bureau_id

    @property
    def deciding_body(self) -> str:
        """The same, by its name."""
        return self.inspecting_body

    @property
    def name(self) -> str:
        """The product with its batch: 酱油（2026-03-01）."""
        return name_of(self.product, self.batch_number)

    @property
    def title(self) -> str:
        """Product, batch and result."""
        return f"{self.name}{self.kind.label}{self.result.label}"

    @property
    def headline(self) -> str:
        """The same with the maker, as staff see it in lists."""
        return f"{self.maker_name}　{self.title}"

    @property
    def person_name(self) -> str:
        """The maker, where it is a natural person."""
        return self.maker_name if self.maker_kind is PartyKind.PERSON else ""
