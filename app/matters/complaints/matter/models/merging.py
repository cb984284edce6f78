"""Matters that are handled together. A merger is a link: each keeps its number, clock and code."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base


class Merger(Base):
    """A matter that is handled together with a leading one, until the link is taken away."""

    __tablename__ = "mergers"
    __table_args__ = NOT_PUBLIC

    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    merged_at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
