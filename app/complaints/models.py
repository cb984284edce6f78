"""Submissions of residents, and the matters (投诉 and 举报 tracks) that they open.

What a reporter wrote and who they are is encrypted in the column. A submission without
``contact`` is anonymous: nothing about the person is kept anywhere.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Bureau, District, Staff
from app.audit import Audited
from app.companies.models import Company
from app.complaints.catalogue import ComplaintCategory, DeadlineRule
from app.complaints.rules import (
    ComplaintKind,
    DeclineGround,
    EventKind,
    Manner,
    MatterStatus,
    Outcome,
    ReferralStatus,
    Satisfaction,
    Step,
)
from app.core.crypto import EncryptedJSON, EncryptedText
from app.core.db import Base
from app.core.drafts import Draft
from app.core.file_rows import FileRow
from app.core.revision import NOT_PUBLIC
from app.projects.models import KeyProject


class ComplaintDraft(Draft, Base):
    """Answers of an unfinished submission."""

    __tablename__ = "complaint_drafts"
    __table_args__ = NOT_PUBLIC

    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJSON("complaint_drafts.answers"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), unique=True)

    submission: Mapped["Submission | None"] = relationship()
    evidence: Mapped[list["Evidence"]] = relationship(order_by="Evidence.id")

    @property
    def is_submitted(self) -> bool:
        """Whether it has become a submission."""
        return self.submission_id is not None


class Submission(Base):
    """What a resident handed in, once: content, evidence, and the code that opens it."""

    __tablename__ = "submissions"
    __table_args__ = (
        CheckConstraint("(is_anonymous AND contact IS NULL) OR NOT is_anonymous", name="anonymous"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    """``20261124-00386``; the matters prefix it with T or J."""
    code_hash: Mapped[str] = mapped_column(String(200))
    submitted_at: Mapped[datetime]
    is_anonymous: Mapped[bool]
    contact: Mapped[dict[str, str] | None] = mapped_column(EncryptedJSON("submissions.contact"))
    """``name``, ``phone``, ``email``, ``address``, ``id_number``: as far as given."""
    consents_to_publication: Mapped[bool] = mapped_column(default=False)
    keeps_identity_from_subject: Mapped[bool] = mapped_column(default=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("complaint_categories.code"))
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"), index=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("companies.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("key_projects.id"), index=True)
    subject_name: Mapped[str | None] = mapped_column(EncryptedText("submissions.subject_name"))
    """Whom it is about, in the reporter's words, when it is not a known company or project."""
    subject_bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"))
    """The body whose officials it is about: it never gets the matter, nor may it see it."""
    title: Mapped[str] = mapped_column(EncryptedText("submissions.title"))
    narrative: Mapped[str] = mapped_column(EncryptedText("submissions.narrative"))
    place: Mapped[str | None] = mapped_column(EncryptedText("submissions.place"))
    happened: Mapped[str | None] = mapped_column(EncryptedText("submissions.happened"))
    """When it happened, as told: a date, or words (每天夜里)."""
    demand: Mapped[str | None] = mapped_column(EncryptedText("submissions.demand"))
    """What the complainant asks for (退款, 赔偿…); complaints only."""

    category: Mapped[ComplaintCategory] = relationship()
    district: Mapped[District | None] = relationship()
    company: Mapped[Company | None] = relationship()
    project: Mapped[KeyProject | None] = relationship()
    subject_bureau: Mapped[Bureau | None] = relationship()
    matters: Mapped[list["Matter"]] = relationship(
        back_populates="submission", order_by="Matter.kind"
    )
    evidence: Mapped[list["Evidence"]] = relationship(order_by="Evidence.id")
    messages: Mapped[list["ReporterMessage"]] = relationship(order_by="ReporterMessage.sent_at")


class Matter(Audited, Base):
    """One track of a submission, with its own number, body, clock, state and outcome."""

    __tablename__ = "matters"
    __table_args__ = (
        UniqueConstraint("submission_id", "kind"),
        Index("ix_matters_desk", "bureau_id", "status", "due_on"),
        Index("ix_matters_public", "is_public", "closed_on"),
    )
    UNTOLD = Audited.UNTOLD | {
        *("submission_id", "kind", "number", "received_on", "accepted_on", "closed_on"),
        *("routing_rule_id", "routing_reason", "working_days_taken", "met_deadline", "version"),
        *("public_title", "public_summary"),  # about a person's case, and public only by consent
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    kind: Mapped[ComplaintKind]
    number: Mapped[str] = mapped_column(String(21), unique=True)
    status: Mapped[MatterStatus]
    bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    routing_rule_id: Mapped[int | None] = mapped_column(ForeignKey("routing_rules.id"))
    routing_reason: Mapped[str] = mapped_column(String(500))
    """Which rule fired and why, in words for the reporter and the handler."""
    received_on: Mapped[date]
    step: Mapped[Step]
    due_on: Mapped[date | None]
    """End of the running step; None when no clock runs."""
    accepted_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    decline_ground: Mapped[DeclineGround | None]
    outcome: Mapped[Outcome | None]
    working_days_taken: Mapped[int | None]
    met_deadline: Mapped[bool | None]
    """Whether every step ended within its time; set at the end."""
    is_public: Mapped[bool] = mapped_column(default=False)
    public_title: Mapped[str | None] = mapped_column(String(120))
    public_summary: Mapped[str | None] = mapped_column(String(1000))
    """Written by staff at closing; the reporter's own words are never published."""
    version: Mapped[int] = mapped_column(default=1)

    """Counts the changes, so that an act based on an older page is refused."""

    submission: Mapped[Submission] = relationship(back_populates="matters")
    bureau: Mapped[Bureau] = relationship()
    handler: Mapped[Staff | None] = relationship()
    assistants: Mapped[list[Bureau]] = relationship(secondary="matter_assistants")
    events: Mapped[list["MatterEvent"]] = relationship(order_by="MatterEvent.id")
    deadlines: Mapped[list["MatterDeadline"]] = relationship(order_by="MatterDeadline.id")
    notes: Mapped[list["InternalNote"]] = relationship(order_by="InternalNote.id")
    replies: Mapped[list["PublicReply"]] = relationship(order_by="PublicReply.id")
    referrals: Mapped[list["Referral"]] = relationship(order_by="Referral.id")
    rating: Mapped["Rating | None"] = relationship()


class MatterAssistant(Base):
    """A body that assists the lead body."""

    __tablename__ = "matter_assistants"

    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), primary_key=True)
    bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"), primary_key=True, index=True)


class MatterDeadline(Base):
    """A clock of a matter: which step, from when to when, under which rule."""

    __tablename__ = "matter_deadlines"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    step: Mapped[Step]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("deadline_rules.id"))
    started_on: Mapped[date]
    due_on: Mapped[date]
    met_on: Mapped[date | None]

    rule: Mapped[DeadlineRule | None] = relationship(lazy="joined")


class MatterEvent(Base):
    """One entry of a matter's history. Reporters see those marked so, without names of staff."""

    __tablename__ = "matter_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[EventKind]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureaus.id"))
    """The body that acted, or to which the matter went."""
    text: Mapped[str | None] = mapped_column(EncryptedText("matter_events.text"))
    is_visible_to_reporter: Mapped[bool] = mapped_column(default=True)

    staff: Mapped[Staff | None] = relationship()
    bureau: Mapped[Bureau | None] = relationship()


class InternalNote(Base):
    """A note among staff. Never leaves the back office: its table is no reply's table."""

    __tablename__ = "internal_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(EncryptedText("internal_notes.text"))

    staff: Mapped[Staff] = relationship()


class PublicReply(Base):
    """An answer of the body to the reporter, under the body's name."""

    __tablename__ = "public_replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(EncryptedText("public_replies.text"))

    staff: Mapped[Staff] = relationship()
    bureau: Mapped[Bureau] = relationship()


class ReporterMessage(Base):
    """Something the reporter added later, by number and code."""

    __tablename__ = "reporter_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    sent_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(EncryptedText("reporter_messages.text"))

    evidence: Mapped[list["Evidence"]] = relationship(order_by="Evidence.id")


class Evidence(FileRow, Base):
    """A file that a reporter handed in."""

    __tablename__ = "evidence"
    __table_args__ = NOT_PUBLIC

    draft_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_drafts.id"), index=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("reporter_messages.id"), index=True)


class Referral(Base):
    """One body hands a matter to another; the coordination office settles disputes."""

    __tablename__ = "referrals"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    from_bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    to_bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"))
    referred_at: Mapped[datetime]
    referred_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    reason: Mapped[str] = mapped_column(EncryptedText("referrals.reason"))
    status: Mapped[ReferralStatus] = mapped_column(default=ReferralStatus.PENDING)
    answer: Mapped[str | None] = mapped_column(EncryptedText("referrals.answer"))
    answered_at: Mapped[datetime | None]

    from_bureau: Mapped[Bureau] = relationship(foreign_keys="Referral.from_bureau_id")
    to_bureau: Mapped[Bureau] = relationship(foreign_keys="Referral.to_bureau_id")


class Rating(Base):
    """The reporter's judgement of a closed matter: the result and the manner, apart."""

    __tablename__ = "ratings"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), unique=True)
    rated_at: Mapped[datetime]
    satisfaction: Mapped[Satisfaction]
    manner: Mapped[Manner]
    comment: Mapped[str | None] = mapped_column(EncryptedText("ratings.comment"))
