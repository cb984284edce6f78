"""Which reminders of a clock have gone out."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base


class ClockReminder(Base):
    """That the people of a clock were reminded at a threshold. The key lets it happen once."""

    __tablename__ = "clock_reminders"
    __table_args__ = NOT_PUBLIC

    deadline_id: Mapped[int] = mapped_column(ForeignKey("matter_deadlines.id"), primary_key=True)
    threshold: Mapped[int] = mapped_column(primary_key=True)
    reminded_at: Mapped[datetime]


class ReturnReminder(Base):
    """That the coordination office was reminded of a return at a threshold, once."""

    __tablename__ = "return_reminders"
    __table_args__ = NOT_PUBLIC

    return_id: Mapped[int] = mapped_column(ForeignKey("matter_returns.id"), primary_key=True)
    threshold: Mapped[int] = mapped_column(primary_key=True)
    reminded_at: Mapped[datetime]
