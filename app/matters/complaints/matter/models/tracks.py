"""What is particular to a track: sessions and agreement of a mediation, decision on a case."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.crypto.encryption import EncryptedText
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.matters.complaints.matter.rules.outcomes import NotFiledGround, SessionResult
from app.people.models import Staff


class MediationSession(Base):
    """A meeting to which both sides are invited, and what came of it."""

    __tablename__ = "mediation_sessions"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    meets_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(EncryptedText("mediation_sessions.place"))
    words: Mapped[str] = mapped_column(EncryptedText("mediation_sessions.words"))
    """To the complainant: what to bring, whom to ask."""
    held_on: Mapped[date | None]
    result: Mapped[SessionResult | None]
    record: Mapped[str | None] = mapped_column(EncryptedText("mediation_sessions.record"))
    """What was said, for staff and for the statutory documents."""
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    invited_by: Mapped[Staff] = relationship(foreign_keys="MediationSession.invited_by_id")
    recorded_by: Mapped[Staff | None] = relationship(foreign_keys="MediationSession.recorded_by_id")

    @property
    def is_awaited(self) -> bool:
        """Whether nobody has written down yet what came of it."""
        return self.result is None


class MediationAgreement(Base):
    """What both sides agreed on."""

    __tablename__ = "mediation_agreements"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), unique=True)
    agreed_on: Mapped[date]
    terms: Mapped[str] = mapped_column(EncryptedText("mediation_agreements.terms"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    staff: Mapped[Staff] = relationship()


class FilingDecision(Base):
    """Whether a case is filed after the clue was verified."""

    __tablename__ = "filing_decisions"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), unique=True)
    is_filed: Mapped[bool]
    decided_on: Mapped[date]
    document_number: Mapped[str] = mapped_column(String(80))
    """Of the approval, which a head of the body has signed."""
    ground: Mapped[NotFiledGround | None]
    """Why not; None where a case was filed."""
    reason: Mapped[str] = mapped_column(EncryptedText("filing_decisions.reason"))
    """For colleagues and for the file; the reporter is told in words of their own."""
    informed_on: Mapped[date | None]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    staff: Mapped[Staff] = relationship()
