"""What belongs to a submission: files, later messages, who registered it, what it has in common.

Words are encrypted; what several submissions name is found by keyed hashes.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.crypto.columns import EncryptedText
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.kernel.files.uploads import UploadedFile
from app.matters.complaints.matter.rules.entries import (
    Channel,
    Pattern,
    RequestKind,
    RequestStatus,
    TraitKind,
)
from app.people.models import Staff


class SubmissionSign(Base):
    """A pattern that a submission fits, and how many of its like had come within 30 days."""

    __tablename__ = "submission_signs"
    __table_args__ = (UniqueConstraint("submission_id", "pattern"), NOT_PUBLIC)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    pattern: Mapped[Pattern]
    count: Mapped[int]


class Registration(Base):
    """Who registered a submission, when, and by what way it had come.

    When it was received is the submission's ``submitted_at``.
    """

    __tablename__ = "registrations"
    __table_args__ = NOT_PUBLIC

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    channel: Mapped[Channel]
    registered_at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    staff: Mapped[Staff] = relationship()


class ReporterMessage(Base):
    """Something the reporter added later, by number and code."""

    __tablename__ = "reporter_messages"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    sent_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(EncryptedText("reporter_messages.text"))

    evidence: Mapped[list["Evidence"]] = relationship(order_by="Evidence.id")


class Evidence(UploadedFile, Base):
    """A file that a reporter handed in."""

    __tablename__ = "evidence"
    __table_args__ = NOT_PUBLIC

    draft_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_drafts.id"), index=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("reporter_messages.id"), index=True)


class SubmissionTrait(Base):
    """A street or a product that a submission names."""

    __tablename__ = "submission_traits"
    __table_args__ = (
        Index("ix_submission_traits_key_index", "key_index", "submission_id"),
        NOT_PUBLIC,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    kind: Mapped[TraitKind]
    key: Mapped[str] = mapped_column(EncryptedText("submission_traits.key"))
    key_index: Mapped[str] = mapped_column(String(120), info={"blind_index_of": "key"})


class ReporterRequest(Base):
    """A request about one matter. What was handed in stays as it was; the answer stands beside."""

    __tablename__ = "reporter_requests"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    kind: Mapped[RequestKind]
    asked_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(EncryptedText("reporter_requests.text"))
    status: Mapped[RequestStatus] = mapped_column(default=RequestStatus.PENDING)
    answer: Mapped[str | None] = mapped_column(EncryptedText("reporter_requests.answer"))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    @property
    def is_pending(self) -> bool:
        """Whether the body has yet to answer."""
        return self.status is RequestStatus.PENDING
