"""Monthly reports as they were counted: rows that are written once and never changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.insight.monthly.rules import ReportTable, read
from app.kernel.db.session import Base


class MonthlyReport(Base):
    """An edition of the report on a month. The first is counted by itself, others correct it."""

    __tablename__ = "monthly_reports"
    __table_args__ = (
        UniqueConstraint("month", "edition"),
        CheckConstraint("edition = 1 OR reason <> ''", name="reason_of_correction"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date]
    """Its first day."""
    edition: Mapped[int]
    counted_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Why it was counted again; public."""
    staff_id: Mapped[int | None]
    """Who had it counted again; nobody for the first edition."""
    content: Mapped[list[dict[str, Any]]] = mapped_column(JSON)

    @property
    def code(self) -> str:
        """``2026-10``, as addresses write the month."""
        return f"{self.month:%Y-%m}"

    @property
    def tables(self) -> list[ReportTable]:
        """What it says."""
        return read(self.content)
