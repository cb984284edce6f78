"""The routing table, and its changes: proposed by one person, decided by another, kept for good."""

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db.cache import Remembered
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.matters.complaints.matter.models.clocks import ComplaintCategory
from app.matters.complaints.routing.rules import ChangeState
from app.people.models import Bureau, District, Staff


class RoutingRule(Remembered, Base):
    """Category × district × date → lead body and assisting bodies. No district: the whole city."""

    __tablename__ = "routing_rules"
    __table_args__ = (Index("ix_routing_rules_lookup", "category_code", "district_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(120), unique=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("complaint_categories.code"))
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"))
    lead_bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    basis: Mapped[str] = mapped_column(String(300), default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]

    category: Mapped[ComplaintCategory] = relationship()
    lead_bureau: Mapped[Bureau] = relationship()
    assistants: Mapped[list[Bureau]] = relationship(secondary="routing_rule_assistants")


routing_rule_assistants = Table(
    "routing_rule_assistants",
    Base.metadata,
    Column("rule_id", ForeignKey("routing_rules.id"), primary_key=True),
    Column("bureau_id", ForeignKey("bureaus.id"), primary_key=True),
)


class RoutingChange(Base):
    """A rule that is to hold for a category, in a district or the whole city, from a day on.

    Approved it becomes a row of the table, and the one before it ends on the day before.
    """

    __tablename__ = "routing_changes"
    __table_args__ = (
        Index("ix_routing_changes_cell", "category_code", "district_code", "state"),
        Index("ix_routing_changes_state", "state", "id"),
        NOT_PUBLIC,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("complaint_categories.code"))
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"))
    lead_bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    basis: Mapped[str] = mapped_column(String(300))
    valid_from: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500))
    """Why the table is changed, for whoever decides and for those who come after."""
    state: Mapped[ChangeState] = mapped_column(default=ChangeState.PROPOSED)
    author_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    proposed_at: Mapped[datetime]
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(String(500))
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("routing_rules.id"))
    """The row that it became."""

    category: Mapped[ComplaintCategory] = relationship()
    district: Mapped[District | None] = relationship()
    lead_bureau: Mapped[Bureau] = relationship()
    assistants: Mapped[list[Bureau]] = relationship(
        secondary="routing_change_assistants", order_by=Bureau.id
    )
    author: Mapped[Staff] = relationship(foreign_keys=author_id)
    reviewer: Mapped[Staff | None] = relationship(foreign_keys=reviewer_id)
    rule: Mapped[RoutingRule | None] = relationship()


routing_change_assistants = Table(
    "routing_change_assistants",
    Base.metadata,
    Column("change_id", ForeignKey("routing_changes.id"), primary_key=True),
    Column("bureau_id", ForeignKey("bureaus.id"), primary_key=True),
    **NOT_PUBLIC,
)
