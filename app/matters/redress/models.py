"""Applications of companies against a record about them: objections and credit repairs.

What they wrote and whom to ask is encrypted in the column; the company's name and code are public.
"""

from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from app.kernel.audit import Audited
from app.kernel.crypto.columns import EncryptedJSON, EncryptedText
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base, db
from app.kernel.files.papers import PaperRow
from app.kernel.files.uploads import UploadedFile
from app.kernel.wizard.drafts import FormDraft
from app.matters.redress.rules import (
    RecordRef,
    RedressDeclineGround,
    RedressDocumentKind,
    RedressEventKind,
    RedressKind,
    RedressOutcome,
    RedressStatus,
)
from app.people.models import Bureau, Staff
from app.publishing.kind.registry import contestable
from app.publishing.life.models import Contestable


class RedressDraft(FormDraft, Base):
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
        Index("ix_redress_applications_desk", "bureau_id", "status", "due_on"),
        Index("ix_redress_applications_record", "record_kind", "record_id"),
        NOT_PUBLIC,
    )
    UNTOLD = Audited.UNTOLD | {
        "number",
        "kind",
        "record_kind",
        "record_id",
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
    record_kind: Mapped[str] = mapped_column(String(40))
    """The key of the record's kind."""
    record_id: Mapped[int]
    """The record's own; no constraint binds it, as it may lie in any table of records."""
    uscc: Mapped[str] = mapped_column(String(18))
    party: Mapped[str] = mapped_column(String(200))
    """The company's name as the record had it."""
    bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    """The body that decided, or its successor: 谁认定谁修复 (发改委令36号)."""
    code_hash: Mapped[str] = mapped_column(String(200))
    submitted_at: Mapped[datetime]
    received_on: Mapped[date]
    due_on: Mapped[date | None]
    """Last of the working days, in the city's calendar; None when no clock runs any more."""
    accepted_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    item: Mapped[str | None] = mapped_column(String(40))
    """The field of the record that is said to be wrong."""
    should_be: Mapped[str | None] = mapped_column(EncryptedText("redress_applications.should_be"))
    statement: Mapped[str] = mapped_column(EncryptedText("redress_applications.statement"))
    contact: Mapped[dict[str, str]] = mapped_column(EncryptedJSON("redress_applications.contact"))
    """``name``, ``phone``, ``email``: as far as given."""
    decline_ground: Mapped[RedressDeclineGround | None]
    outcome: Mapped[RedressOutcome | None]
    version: Mapped[int] = mapped_column(default=1)
    """Counts the changes, so that an act based on an older page is refused."""

    ref: Mapped[RecordRef] = composite("record_kind", "record_id")
    bureau: Mapped[Bureau] = relationship()
    evidence: Mapped[list["RedressFile"]] = relationship(order_by="RedressFile.id")
    events: Mapped[list["RedressEvent"]] = relationship(order_by="RedressEvent.id")
    documents: Mapped[list["RedressDocument"]] = relationship(order_by="RedressDocument.id")

    @cached_property
    def record(self) -> Contestable:
        """The record that it is about, read when it is first asked for."""
        kind = contestable(self.record_kind)
        if kind is None:
            raise LookupError(f"no kind {self.record_kind}")
        record: Contestable = db.session.get_one(kind.model, self.record_id)
        return record


class RedressEvent(Base):
    """One entry of an application's history. Applicants see no names of staff."""

    __tablename__ = "redress_events"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("redress_applications.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[RedressEventKind]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str | None] = mapped_column(EncryptedText("redress_events.text"))
    """What the applicant is told."""

    staff: Mapped[Staff | None] = relationship()


class RedressDocument(PaperRow, Base):
    """A paper of the deciding body, with all that it said on the day it was issued."""

    __tablename__ = "redress_documents"
    __table_args__ = (UniqueConstraint("application_id", "kind"), NOT_PUBLIC)

    application_id: Mapped[int] = mapped_column(ForeignKey("redress_applications.id"))
    kind: Mapped[RedressDocumentKind]

    @property
    def addressee(self) -> str:
        """The company with its code."""
        return f"{self.content['party']}（统一社会信用代码 {self.content['uscc']}）"


class RedressFile(UploadedFile, Base):
    """A file that an applicant handed in."""

    __tablename__ = "redress_files"
    __table_args__ = NOT_PUBLIC

    draft_id: Mapped[int | None] = mapped_column(ForeignKey("redress_drafts.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(
        ForeignKey("redress_applications.id"), index=True
    )
