"""Applications for a badge of creation, with evidence, scores and what citizens object."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.crypto.columns import EncryptedText
from app.kernel.db.cache import Remembered
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.kernel.files.uploads import UploadedFile
from app.people.models import Bureau, District
from app.records.creation.rules import (
    CreationKind,
    CreationStanding,
    CreationState,
    Standard,
    settled,
    title_of,
)
from app.records.creation.standards import standard_of


class CreationApplication(Remembered, Base):
    """That a county, town, trade or firm wants a badge; once awarded, the badge itself."""

    __tablename__ = "creation_applications"
    __table_args__ = (
        CheckConstraint(
            "state <> 'awarded' OR (awarded_on IS NOT NULL AND valid_until IS NOT NULL)",
            name="badge_ends",
        ),
        Index("ix_creation_applications_badges", "state", "kind", "valid_until", "district_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[CreationKind]
    year: Mapped[int]
    """Of the standard by which it is scored."""
    applicant: Mapped[str] = mapped_column(String(100))
    district_code: Mapped[str] = mapped_column(ForeignKey("districts.code"), index=True)
    bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"), index=True)
    """The body whose staff hands it in."""
    lead_bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"), index=True)
    """The body that scores and decides, beside the coordination office."""
    statement: Mapped[str] = mapped_column(Text)
    state: Mapped[CreationState] = mapped_column(default=CreationState.DRAFT)
    author_id: Mapped[int]
    """Who wrote or handed it in: never one of those who score or decide."""
    author_name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Why it was returned or refused."""
    notice_from: Mapped[date | None]
    notice_until: Mapped[date | None]
    """Last day on which anyone may object."""
    awarded_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    """Last day of the badge; it leaves by the query."""

    district: Mapped[District] = relationship()
    bureau: Mapped[Bureau] = relationship(foreign_keys="CreationApplication.bureau_id")
    lead_bureau: Mapped[Bureau] = relationship(foreign_keys="CreationApplication.lead_bureau_id")
    evidence: Mapped[list["CreationEvidence"]] = relationship(order_by="CreationEvidence.id")
    scores: Mapped[list["CreationScore"]] = relationship(
        order_by="CreationScore.id", cascade="all, delete-orphan"
    )
    objections: Mapped[list["CreationObjection"]] = relationship(order_by="CreationObjection.id")

    @property
    def title(self) -> str:
        """Who, and for which badge."""
        return title_of(self.applicant, self.kind)

    @property
    def standard(self) -> Standard:
        """The criteria by which it is scored; raises as ``standard_of``."""
        return standard_of(self.kind, self.year)

    @property
    def result(self) -> Decimal | None:
        """What the scores settle to, in points; None while another is wanted."""
        return settled([one.total for one in self.scores], self.standard.gap)

    @property
    def standing(self) -> CreationStanding:
        """Where it stands, for the rules."""
        return CreationStanding(
            self.state,
            tuple(one.total for one in self.scores),
            sum(one.answered_at is None for one in self.objections),
            self.notice_until,
        )

    @property
    def takes_objections(self) -> bool:
        """Whether anyone may object today."""
        is_open = self.notice_until is not None and clock.today() <= self.notice_until
        return self.state is CreationState.NOTICE and is_open


class CreationEvidence(UploadedFile, Base):
    """A file that shows how a criterion is met, for those who score."""

    __tablename__ = "creation_evidence"
    __table_args__ = NOT_PUBLIC

    application_id: Mapped[int] = mapped_column(ForeignKey("creation_applications.id"), index=True)
    criterion: Mapped[str] = mapped_column(String(10))
    media_type: Mapped[str] = mapped_column(String(100))


class CreationScore(Base):
    """What one person gives, criterion by criterion, without having seen what others gave."""

    __tablename__ = "creation_scores"
    __table_args__ = (UniqueConstraint("application_id", "staff_id"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("creation_applications.id"))
    staff_id: Mapped[int]
    staff_name: Mapped[str] = mapped_column(String(80))
    points: Mapped[list[int]] = mapped_column(JSON)
    """In the order of the criteria."""
    comment: Mapped[str] = mapped_column(String(500), default="")
    scored_at: Mapped[datetime]

    @property
    def total(self) -> int:
        """All points together."""
        return sum(self.points)


class CreationObjection(Base):
    """What a citizen holds against an award during its notice, and the answer, which is public.

    Nobody is asked for a name; what was written is shown to those who decide, and to no one else.
    """

    __tablename__ = "creation_objections"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("creation_applications.id"), index=True)
    text: Mapped[str] = mapped_column(EncryptedText("creation_objections.text"))
    created_at: Mapped[datetime]
    is_upheld: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str] = mapped_column(String(1000), default="")
    staff_id: Mapped[int | None]
    staff_name: Mapped[str] = mapped_column(String(80), default="")
    answered_at: Mapped[datetime | None]
