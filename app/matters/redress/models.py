"""Applications of companies against a record about them: objections and credit repairs.

What they wrote and whom to ask is encrypted in the column; the company's name and code are public.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.audit import Audited
from app.kernel.crypto.encryption import EncryptedJSON, EncryptedText
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.kernel.files.file_rows import FileRow
from app.kernel.files.papers import PaperRow
from app.kernel.wizard.drafts import Draft
from app.matters.redress.rules import (
    DeclineGround,
    DocumentKind,
    EventKind,
    Outcome,
    RecordKind,
    RecordRef,
    RedressKind,
    RedressStatus,
)
from app.people.models import Bureau, Staff
from app.records.cases.models import Case
from app.records.credit.models import CreditEntry
from app.records.honours.models import Honour
from app.records.inspections.models import Inspection
from app.records.licences.models import AdministrativeLicence

Record = Case | CreditEntry | AdministrativeLicence | Inspection | Honour
"""What can be contested."""


class RedressDraft(Draft, Base):
    """Answers of an unfinished application."""

    __tablename__ = "redress_drafts"
    __table_args__ = NOT_PUBLIC

    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJSON("redress_drafts.answers"))
    application_id: Mapped[int | None] = mapped_column(
        ForeignKey("redress_applications.id"), unique=True
    )

    application: Mapped["RedressApplication | None"] = relationship()
    evidence: Mapped[list["RedressFile"]] = relationship(order_by="RedressFile.id")

    @property
    def is_submitted(self) -> bool:
        """Whether it has become an application."""
        return self.application_id is not None


class RedressApplication(Audited, Base):
    """An objection to a record, or the wish to have it repaired, with its clock and its end."""

    __tablename__ = "redress_applications"
    __table_args__ = (
        CheckConstraint(
            " + ".join(f"CASE WHEN {each.column} IS NULL THEN 0 ELSE 1 END" for each in RecordKind)
            + " = 1",
            name="one_record",
        ),
        Index("ix_redress_applications_desk", "bureau_id", "status", "due_on"),
        NOT_PUBLIC,
    )
    UNTOLD = Audited.UNTOLD | {
        "number",
        "kind",
        *(each.column for each in RecordKind),
        "uscc",
        "party",
        "code_hash",
        "submitted_at",
        "received_on",
        "accepted_on",
        "closed_on",
        "version",
        "item",
        "should_be",
        "statement",
        "contact",
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(21), unique=True)
    """``Y20261124-00012``, ``X20261124-00013``."""
    kind: Mapped[RedressKind]
    status: Mapped[RedressStatus]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_disclosures.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("credit_entries.id"), index=True)
    licence_id: Mapped[int | None] = mapped_column(
        ForeignKey("administrative_licences.id"), index=True
    )
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspections.id"), index=True)
    honour_id: Mapped[int | None] = mapped_column(ForeignKey("honours.id"), index=True)
    uscc: Mapped[str] = mapped_column(String(18))
    party: Mapped[str] = mapped_column(String(200))
    """The company's name as the record had it."""
    bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    """The body that decided, or its successor: 谁认定谁修复."""
    code_hash: Mapped[str] = mapped_column(String(200))
    submitted_at: Mapped[datetime]
    received_on: Mapped[date]
    due_on: Mapped[date | None]
    """Last of the working days; None when no clock runs any more."""
    accepted_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    item: Mapped[str | None] = mapped_column(String(40))
    """The field of the record that is said to be wrong."""
    should_be: Mapped[str | None] = mapped_column(EncryptedText("redress_applications.should_be"))
    statement: Mapped[str] = mapped_column(EncryptedText("redress_applications.statement"))
    contact: Mapped[dict[str, str]] = mapped_column(EncryptedJSON("redress_applications.contact"))
    """``name``, ``phone``, ``email``: as far as given."""
    decline_ground: Mapped[DeclineGround | None]
    outcome: Mapped[Outcome | None]
    version: Mapped[int] = mapped_column(default=1)
    """Counts the changes, so that an act based on an older page is refused."""

    case: Mapped[Case | None] = relationship()
    entry: Mapped[CreditEntry | None] = relationship()
    licence: Mapped[AdministrativeLicence | None] = relationship()
    inspection: Mapped[Inspection | None] = relationship()
    honour: Mapped[Honour | None] = relationship()
    bureau: Mapped[Bureau] = relationship()
    evidence: Mapped[list["RedressFile"]] = relationship(order_by="RedressFile.id")
    events: Mapped[list["RedressEvent"]] = relationship(order_by="RedressEvent.id")
    documents: Mapped[list["RedressDocument"]] = relationship(order_by="RedressDocument.id")

    @property
    def record(self) -> Record:
        """The record that it is about."""
        found = self.case or self.entry or self.licence or self.inspection or self.honour
        if found is None:
            raise LookupError("an application without a record")
        return found

    @property
    def ref(self) -> RecordRef:
        """The same, by its name."""
        keys = ((kind, getattr(self, kind.column)) for kind in RecordKind)
        return next(RecordRef(kind, key) for kind, key in keys if key is not None)


class RedressEvent(Base):
    """One entry of an application's history. Applicants see no names of staff."""

    __tablename__ = "redress_events"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("redress_applications.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[EventKind]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str | None] = mapped_column(EncryptedText("redress_events.text"))
    """What the applicant is told."""

    staff: Mapped[Staff | None] = relationship()


class RedressDocument(PaperRow, Base):
    """A paper of the deciding body, with all that it said on the day it was issued."""

    __tablename__ = "redress_documents"
    __table_args__ = (UniqueConstraint("application_id", "kind"), NOT_PUBLIC)

    application_id: Mapped[int] = mapped_column(ForeignKey("redress_applications.id"))
    kind: Mapped[DocumentKind]

    @property
    def addressee(self) -> str:
        """The company with its code."""
        return f"{self.content['party']}（统一社会信用代码 {self.content['uscc']}）"


class RedressFile(FileRow, Base):
    """A file that an applicant handed in."""

    __tablename__ = "redress_files"
    __table_args__ = NOT_PUBLIC

    draft_id: Mapped[int | None] = mapped_column(ForeignKey("redress_drafts.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(
        ForeignKey("redress_applications.id"), index=True
    )
