"""What the handling of a matter leaves: history, papers, mediation, decision, findings, files."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.crypto.columns import EncryptedText
from app.kernel.db.revision import COUNTED, NOT_PUBLIC
from app.kernel.db.session import Base
from app.kernel.files.papers import PaperRow
from app.kernel.files.uploads import UploadedFile
from app.matters.complaints.matter.rules.entries import MatterDocumentKind, MatterEventKind, Reader
from app.matters.complaints.matter.rules.outcomes import (
    CheckState,
    ClosingItem,
    NotFiledGround,
    SessionResult,
)
from app.people.models import Bureau, Staff
from app.records.cases.models import Case


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
    """Whether a case is filed after the clue was verified (行政处罚程序规定 Art. 18)."""

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
    """When the named reporter was told (总局令121号 Art. 31)."""
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    staff: Mapped[Staff] = relationship()


class ClosingCheck(Base):
    """One of 四不放过 (policy of 2011): shown with evidence, or let go by another's approval.

    Who reported is told the state, never the words. The public is told how many were let go.
    """

    __tablename__ = "closing_checks"
    __table_args__ = (UniqueConstraint("matter_id", "item"), COUNTED)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    item: Mapped[ClosingItem]
    state: Mapped[CheckState]
    text: Mapped[str] = mapped_column(EncryptedText("closing_checks.text"))
    """What was found, or why it shall be let go."""
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    answer: Mapped[str | None] = mapped_column(EncryptedText("closing_checks.answer"))
    answered_at: Mapped[datetime | None]

    staff: Mapped[Staff] = relationship(foreign_keys="ClosingCheck.staff_id")
    approver: Mapped[Staff | None] = relationship(foreign_keys="ClosingCheck.approver_id")
    files: Mapped[list["ClosingFile"]] = relationship(order_by="ClosingFile.id")


class ClosingFile(UploadedFile, Base):
    """A file by which staff show an item."""

    __tablename__ = "closing_files"
    __table_args__ = NOT_PUBLIC

    check_id: Mapped[int] = mapped_column(ForeignKey("closing_checks.id"), index=True)


class MatterCase(Base):
    """That a case was drafted from a report. No public page and no export knows of it."""

    __tablename__ = "matter_cases"
    __table_args__ = (UniqueConstraint("matter_id", "case_id"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_disclosures.id"), index=True)
    linked_at: Mapped[datetime]

    case: Mapped[Case] = relationship()


class SiteEvidence(UploadedFile, Base):
    """A file that staff brought from the spot; the reporter never sees it."""

    __tablename__ = "site_evidence"
    __table_args__ = NOT_PUBLIC

    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str | None] = mapped_column(EncryptedText("site_evidence.note"))

    staff: Mapped[Staff] = relationship()


class MatterDocument(PaperRow, Base):
    """A paper of a matter. Who the reporter is stands in none; nor do the reporter's words.

    A registration form keeps number and day alone: its lines are read from the submission.
    """

    __tablename__ = "matter_documents"
    __table_args__ = NOT_PUBLIC

    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    kind: Mapped[MatterDocumentKind]
    reader: Mapped[Reader]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """Who issued it (经办人)."""

    staff: Mapped[Staff | None] = relationship()


class MatterEvent(Base):
    """One entry of a matter's history. Reporters see those marked so, without names of staff."""

    __tablename__ = "matter_events"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[MatterEventKind]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"))
    """The body that acted, or to which the matter went."""
    text: Mapped[str | None] = mapped_column(EncryptedText("matter_events.text"))
    is_visible_to_reporter: Mapped[bool] = mapped_column(default=True)

    staff: Mapped[Staff | None] = relationship()
    bureau: Mapped[Bureau | None] = relationship()
