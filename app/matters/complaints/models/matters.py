"""Matters: the tracks of a submission, with their clocks, history and way between bodies."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.audit import Audited
from app.kernel.crypto.encryption import EncryptedText
from app.kernel.db.cache import Remembered
from app.kernel.db.revision import COUNTED, NOT_PUBLIC, Mark, Watch, watched_as
from app.kernel.db.session import Base
from app.matters.complaints.catalogue import DeadlineRule
from app.matters.complaints.models.answers import InternalNote, PublicReply, Rating
from app.matters.complaints.models.chain import MatterCase
from app.matters.complaints.models.clocks import ClockExtension, ClockPause
from app.matters.complaints.models.closing import ClosingCheck
from app.matters.complaints.models.documents import MatterDocument
from app.matters.complaints.models.handovers import AssistTask, MatterReturn
from app.matters.complaints.models.merging import Merger
from app.matters.complaints.models.requests import ReporterRequest
from app.matters.complaints.models.reviews import ClosingAnswer, FollowUp, Review
from app.matters.complaints.models.site_evidence import SiteEvidence
from app.matters.complaints.models.submissions import Submission
from app.matters.complaints.models.tracks import (
    FilingDecision,
    MediationAgreement,
    MediationSession,
)
from app.matters.complaints.rules import (
    ComplaintKind,
    DeclineGround,
    EndGround,
    EventKind,
    ExtensionStatus,
    MatterStatus,
    Outcome,
    ReferralStatus,
    Step,
)
from app.people.models import Bureau, Staff


class Matter(Remembered, Audited, Base):
    """One track of a submission, with its own number, body, clock, state and outcome."""

    __tablename__ = "matters"
    __table_args__ = (
        UniqueConstraint("submission_id", "kind"),
        Index("ix_matters_desk", "bureau_id", "status", "due_on"),
        Index("ix_matters_public", "is_public", "closed_on"),
        watched_as(Watch(filled="closed_on"), Watch(Mark.NUMBERS)),
    )
    """Nothing of a matter shows before it has ended, but how many there are, and how they stand."""
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
    received_on: Mapped[date] = mapped_column(index=True)
    step: Mapped[Step]
    due_on: Mapped[date | None]
    """The nearest end of a running clock, which ``step`` names; None when none runs."""
    accepted_on: Mapped[date | None]
    closed_on: Mapped[date | None] = mapped_column(index=True)
    decline_ground: Mapped[DeclineGround | None]
    """Why it was not accepted at first; it stays where a review overturned that."""
    end_ground: Mapped[EndGround | None]
    """Why the mediation was ended."""
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
    returns: Mapped[list[MatterReturn]] = relationship(order_by=MatterReturn.ordinal)
    assist_tasks: Mapped[list[AssistTask]] = relationship(order_by=AssistTask.id)
    rating: Mapped["Rating | None"] = relationship()
    sessions: Mapped[list[MediationSession]] = relationship(order_by=MediationSession.id)
    agreement: Mapped[MediationAgreement | None] = relationship()
    decision: Mapped[FilingDecision | None] = relationship()
    requests: Mapped[list[ReporterRequest]] = relationship(order_by="ReporterRequest.id")
    merger: Mapped[Merger | None] = relationship(foreign_keys=Merger.matter_id)
    """The link to the matter that leads it; None where it leads, or stands alone."""
    merged: Mapped[list[Merger]] = relationship(foreign_keys=Merger.lead_id)
    site_evidence: Mapped[list[SiteEvidence]] = relationship(order_by=SiteEvidence.id)
    cases: Mapped[list[MatterCase]] = relationship(order_by=MatterCase.id)
    checks: Mapped[list[ClosingCheck]] = relationship(order_by=ClosingCheck.id)
    documents: Mapped[list[MatterDocument]] = relationship(order_by=MatterDocument.id)
    answers: Mapped[list[ClosingAnswer]] = relationship(order_by=ClosingAnswer.round)
    reviews: Mapped[list[Review]] = relationship(order_by=Review.id)
    follow_up: Mapped[FollowUp | None] = relationship()

    def stands_behind(self) -> bool:
        """Only what has ended may be public, and is counted in public lists."""
        return self.closed_on is not None or inspect(self).attrs.closed_on.history.has_changes()

    @property
    def was_refused(self) -> bool:
        """Whether it was not accepted at first, whatever a review made of that."""
        return self.decline_ground is not None

    @property
    def review(self) -> Review | None:
        """The review of what stands: of the answer once it is closed, before of its refusal."""
        of_refusal = self.status is not MatterStatus.CLOSED
        return next((one for one in self.reviews if one.of_refusal == of_refusal), None)

    @property
    def open_return(self) -> MatterReturn | None:
        """The return that the coordination office has still to decide."""
        return next((one for one in self.returns if one.is_open), None)

    @property
    def is_adjudicated(self) -> bool:
        """Whether the coordination office has decided for good which body leads."""
        return any(one.is_binding and not one.is_open for one in self.returns)


class MatterAssistant(Base):
    """A body that assists the lead body."""

    __tablename__ = "matter_assistants"
    __table_args__ = NOT_PUBLIC

    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), primary_key=True)
    bureau_id: Mapped[int] = mapped_column(ForeignKey("bureaus.id"), primary_key=True, index=True)


class MatterDeadline(Base):
    """A clock of a matter: which step, from when to when, under which rule."""

    __tablename__ = "matter_deadlines"
    __table_args__ = COUNTED

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    step: Mapped[Step]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("deadline_rules.id"))
    started_on: Mapped[date]
    due_on: Mapped[date]
    met_on: Mapped[date | None] = mapped_column(index=True)

    rule: Mapped[DeadlineRule | None] = relationship(lazy="joined")
    pauses: Mapped[list[ClockPause]] = relationship(lazy="selectin", order_by=ClockPause.id)
    extensions: Mapped[list[ClockExtension]] = relationship(
        lazy="selectin", order_by=ClockExtension.id
    )

    @property
    def is_paused(self) -> bool:
        """Whether it stands still now."""
        return any(pause.is_open for pause in self.pauses)

    @property
    def extension(self) -> ClockExtension | None:
        """The one extension that was approved."""
        return self._extension(ExtensionStatus.APPROVED)

    @property
    def requested_extension(self) -> ClockExtension | None:
        """The request that waits for the head of the body."""
        return self._extension(ExtensionStatus.REQUESTED)

    def _extension(self, status: ExtensionStatus) -> ClockExtension | None:
        return next((one for one in self.extensions if one.status is status), None)


class MatterEvent(Base):
    """One entry of a matter's history. Reporters see those marked so, without names of staff."""

    __tablename__ = "matter_events"
    __table_args__ = NOT_PUBLIC

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


class Referral(Base):
    """One body hands a matter to another; the coordination office settles disputes."""

    __tablename__ = "referrals"
    __table_args__ = NOT_PUBLIC

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
