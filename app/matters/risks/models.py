"""Signals: reports that came close together. Links from failed inspections to warnings."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.audit import Audited
from app.kernel.crypto.columns import EncryptedText
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.matters.risks.rules import RiskKind, SignalVerdict
from app.people.models import Bureau
from app.records.bulletins.models import Bulletin
from app.records.inspections.models import Inspection


class RiskSignal(Audited, Base):
    """What was noticed, for which body a warning was drafted, and whether that was useful."""

    __tablename__ = "risk_signals"
    UNTOLD = Audited.UNTOLD | {"key", "name", "key_index", "raised_at", "judged_at", "judged_by_id"}
    __table_args__ = (
        Index("ix_risk_signals_key_index", "key_index", "raised_at"),
        Index("ix_risk_signals_lead", "lead_bureau_id", "raised_at"),
        NOT_PUBLIC,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RiskKind]
    key: Mapped[str] = mapped_column(EncryptedText("risk_signals.key"))
    """The company's id, or the trait that the reports share: a street comes from their words."""
    key_index: Mapped[str] = mapped_column(String(120), info={"blind_index_of": "key"})
    name: Mapped[str] = mapped_column(EncryptedText("risk_signals.name"))
    reports: Mapped[int]
    days: Mapped[int]
    """Within how many calendar days the reports came."""
    lead_bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    raised_at: Mapped[datetime]
    bulletin_id: Mapped[int | None] = mapped_column(ForeignKey("bulletins.id"))
    verdict: Mapped[SignalVerdict | None]
    judged_at: Mapped[datetime | None]
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    lead_bureau: Mapped[Bureau] = relationship()
    bulletin: Mapped[Bulletin | None] = relationship()


class InspectionWarning(Base):
    """That a warning was drafted from a failed inspection. Shown where both may be seen."""

    __tablename__ = "inspection_warnings"
    __table_args__ = (UniqueConstraint("inspection_id", "bulletin_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspections.id"))
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletins.id"), index=True)
    linked_at: Mapped[datetime]

    inspection: Mapped[Inspection] = relationship()
    bulletin: Mapped[Bulletin] = relationship()
