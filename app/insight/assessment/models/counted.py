"""What was counted: a score for each measure of a unit, and the very rows behind it.

Both are made anew whenever a cycle is counted, and stay as they are once it is published.
"""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.insight.assessment.models.cycles import AssessmentUnit
from app.insight.assessment.rules import Source
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base


class AssessmentScore(Base):
    """A measure of a unit: rows that are good, rows in all, and the points that follow."""

    __tablename__ = "assessment_scores"
    # Shown once the cycle is published, a change of which is noted.
    __table_args__ = (UniqueConstraint("unit_id", "measure"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("assessment_units.id"))
    measure: Mapped[str] = mapped_column(String(40))
    good: Mapped[int]
    total: Mapped[int]
    points: Mapped[int | None]
    """Hundredths; None where too few rows are there to count."""

    unit: Mapped[AssessmentUnit] = relationship()


class AssessmentRow(Base):
    """A thing that was counted. It names nobody; what it says is kept though the record leaves."""

    __tablename__ = "assessment_rows"
    __table_args__ = (Index("ix_assessment_rows_list", "score_id", "is_good", "on"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    score_id: Mapped[int] = mapped_column(ForeignKey("assessment_scores.id"))
    on: Mapped[date]
    is_good: Mapped[bool]
    words: Mapped[str] = mapped_column(String(300))
    source: Mapped[Source]
    ref: Mapped[str] = mapped_column(String(40))
    """How the record is found again; the number of a matter is for those who may see it."""
