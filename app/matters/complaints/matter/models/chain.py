"""Which penalties came of a report. Known to those who may see the report, and to nobody else."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.records.cases.models import Case


class MatterCase(Base):
    """That a case was drafted from a report. No public page and no export knows of it."""

    __tablename__ = "matter_cases"
    __table_args__ = (UniqueConstraint("matter_id", "case_id"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_disclosures.id"), index=True)
    linked_at: Mapped[datetime]

    case: Mapped[Case] = relationship()
