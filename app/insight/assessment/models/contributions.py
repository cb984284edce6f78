"""What people say in a cycle: findings of the inspection, points by hand, objections."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.insight.assessment.models.cycles import AssessmentUnit
from app.insight.assessment.rules import FindingState, MarkStatus, Verdict, finding_state
from app.kernel import clock
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.kernel.files.uploads import UploadedFile


class AssessmentFinding(Base):
    """What the mid-year inspection found at a unit, what to mend by when, and whether it was."""

    __tablename__ = "assessment_findings"
    __table_args__ = (
        CheckConstraint("(demand = '') = (rectify_by IS NULL)", name="demand_has_a_day"),
        CheckConstraint("rectified_on IS NULL OR rectify_by IS NOT NULL", name="only_demands"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("assessment_units.id"), index=True)
    found_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    demand: Mapped[str] = mapped_column(Text, default="")
    """What to mend; empty where nothing was wrong."""
    rectify_by: Mapped[date | None]
    rectified_on: Mapped[date | None]
    report: Mapped[str] = mapped_column(Text, default="")
    """What the unit says that it has done."""
    staff_name: Mapped[str] = mapped_column(String(80))

    unit: Mapped[AssessmentUnit] = relationship()

    @property
    def state(self) -> FindingState:
        """How it stands today."""
        return finding_state(self.rectify_by, self.rectified_on, clock.today())


class AssessmentMark(Base):
    """Points by hand: with reason and evidence, and only with the signature of another person."""

    __tablename__ = "assessment_marks"
    # Shown once the cycle is published, a change of which is noted.
    __table_args__ = (
        CheckConstraint("points <> 0", name="changes_something"),
        CheckConstraint("signer_id IS NULL OR signer_id <> author_id", name="two_people"),
        CheckConstraint("(status = 'proposed') = (signer_id IS NULL)", name="decided_by_somebody"),
        NOT_PUBLIC,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("assessment_units.id"), index=True)
    points: Mapped[int]
    """Hundredths, to be taken off if negative."""
    reason: Mapped[str] = mapped_column(Text)
    status: Mapped[MarkStatus] = mapped_column(default=MarkStatus.PROPOSED)
    author_id: Mapped[int]
    author_name: Mapped[str] = mapped_column(String(80))
    proposed_at: Mapped[datetime]
    signer_id: Mapped[int | None]
    signer_name: Mapped[str] = mapped_column(String(80), default="")
    signed_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")

    unit: Mapped[AssessmentUnit] = relationship()
    files: Mapped[list["AssessmentFile"]] = relationship(order_by="AssessmentFile.id")


class AssessmentFile(UploadedFile, Base):
    """Evidence for points by hand, for those who have to do with them."""

    __tablename__ = "assessment_files"
    __table_args__ = NOT_PUBLIC

    mark_id: Mapped[int] = mapped_column(ForeignKey("assessment_marks.id"), index=True)


class AssessmentObjection(Base):
    """What an assessed unit holds against its preliminary points, and the office's answer."""

    __tablename__ = "assessment_objections"
    # Shown once the cycle is published, a change of which is noted.
    __table_args__ = (
        CheckConstraint("(verdict IS NULL) = (answered_at IS NULL)", name="answered_whole"),
        NOT_PUBLIC,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("assessment_units.id"), index=True)
    measure: Mapped[str] = mapped_column(String(40), default="")
    """Code of the measure that it is about; empty: the whole."""
    text: Mapped[str] = mapped_column(Text)
    staff_id: Mapped[int]
    staff_name: Mapped[str] = mapped_column(String(80))
    raised_at: Mapped[datetime]
    verdict: Mapped[Verdict | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answerer_name: Mapped[str] = mapped_column(String(80), default="")
    answered_at: Mapped[datetime | None]

    unit: Mapped[AssessmentUnit] = relationship()
