"""What the law and the city lay down for complaints: categories and deadlines.

Rows, not constants: laws change, and each matter keeps the rule it was decided under.
"""

from datetime import date

from sqlalchemy import Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db.cache import Remembered
from app.kernel.db.session import Base
from app.matters.complaints.matter.rules.states import ComplaintKind, DayUnit, MatterStep


class ComplaintCategory(Remembered, Base):
    """What a complaint can be about, in two levels."""

    __tablename__ = "complaint_categories"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("complaint_categories.code"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    scope: Mapped[str] = mapped_column(String(300), default="")
    """What belongs here and what does not, told to the citizen."""
    is_in_scope: Mapped[bool] = mapped_column(Boolean, default=True)
    pointer: Mapped[str | None] = mapped_column(String(300))
    """Where to turn when the category is out of scope."""
    is_in_use: Mapped[bool] = mapped_column(Boolean, default=True)


class DeadlineRule(Base):
    """How long a step may take, under which article, and while which law is in force."""

    __tablename__ = "deadline_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[ComplaintKind]
    step: Mapped[MatterStep]
    days: Mapped[int]
    unit: Mapped[DayUnit]
    extension_days: Mapped[int] = mapped_column(default=0)
    basis: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
