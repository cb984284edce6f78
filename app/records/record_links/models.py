"""Links from penalties to the entries of the black list, and from inspections to penalties."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db.session import Base
from app.records.cases.models import Case
from app.records.credit.models import CreditEntry
from app.records.inspections.models import Inspection


class CaseEntry(Base):
    """That an entry rests on a case. Shown where both may be seen."""

    __tablename__ = "case_entries"
    __table_args__ = (UniqueConstraint("case_id", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_disclosures.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("credit_entries.id"), index=True)
    linked_at: Mapped[datetime]

    case: Mapped[Case] = relationship()
    entry: Mapped[CreditEntry] = relationship()


class InspectionCase(Base):
    """That a case was drafted from a failed inspection. Shown where both may be seen."""

    __tablename__ = "inspection_cases"
    __table_args__ = (UniqueConstraint("inspection_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspections.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_disclosures.id"), index=True)
    linked_at: Mapped[datetime]

    inspection: Mapped[Inspection] = relationship()
    case: Mapped[Case] = relationship()
