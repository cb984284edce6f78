"""What residents hand in, and the matters that it opens: one for each of the two tracks.

What a reporter wrote is encrypted in the column; who they are, under keys of its own. A submission
without ``contact`` is anonymous: nothing about the person is kept anywhere.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.audit import Audited
from app.kernel.crypto.columns import EncryptedText, SealedJSON, is_altered
from app.kernel.db.cache import Remembered
from app.kernel.db.revision import RevisionMark, Watch, watched_as
from app.kernel.db.session import Base
from app.matters.complaints.matter.models.answers import (
    ClosingAnswer,
    FollowUp,
    InternalNote,
    PublicReply,
    Rating,
    Review,
)
from app.matters.complaints.matter.models.clocks import ComplaintCategory, MatterDeadline
from app.matters.complaints.matter.models.handling import (
    ClosingCheck,
    FilingDecision,
    MatterCase,
    MatterDocument,
    MatterEvent,
    MediationAgreement,
    MediationSession,
    SiteEvidence,
)
from app.matters.complaints.matter.models.handovers import (
    AssistTask,
    MatterReturn,
    Merger,
    Referral,
)
from app.matters.complaints.matter.models.submissions import (
    Evidence,
    Registration,
    ReporterMessage,
    ReporterRequest,
    SubmissionSign,
    SubmissionTrait,
)
from app.matters.complaints.matter.rules.outcomes import (
    EndGround,
    MatterDeclineGround,
    MatterOutcome,
)
from app.matters.complaints.matter.rules.states import (
    PAUSABLE,
    ComplaintKind,
    MatterStatus,
    MatterStep,
)
from app.people.models import Bureau, District, Staff
from app.records.companies.models import Company
from app.records.projects.models import KeyProject

SHOWN = ("consents_to_publication", "category_code", "district_code", "company_id", "project_id")
"""What shows of a submission, or says where its matters show; itself it shows with none of them."""


class Submission(Remembered, Base):
    """What a resident handed in, once: content, evidence, and the code that opens it."""

    __tablename__ = "submissions"
    __table_args__ = (
        CheckConstraint("(is_anonymous AND contact IS NULL) OR NOT is_anonymous", name="anonymous"),
        watched_as(Watch(acts=("UPDATE",), columns=SHOWN)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    """``20261124-00386``; the matters prefix it with T or J."""
    code_hash: Mapped[str] = mapped_column(String(200))
    submitted_at: Mapped[datetime]
    is_anonymous: Mapped[bool]
    contact: Mapped[dict[str, str] | None] = mapped_column(SealedJSON("submissions.contact"))
    """``name``, ``phone``, ``email``, ``address``, ``id_number``: as far as given, and
    ``notices`` for who wants a mail when something happens."""
    identity_erased_on: Mapped[date | None]
    """When ``contact`` was erased, at the reporter's word or because its time was over."""
    consents_to_publication: Mapped[bool] = mapped_column(default=False)
    keeps_identity_from_subject: Mapped[bool] = mapped_column(default=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("complaint_categories.code"), index=True)
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
    traits: Mapped[list["SubmissionTrait"]] = relationship(cascade="all, delete-orphan")
    registration: Mapped["Registration | None"] = relationship()
    """By whom it was registered, when no form of ours was filled in by the reporter."""
    messages: Mapped[list["ReporterMessage"]] = relationship(order_by="ReporterMessage.sent_at")
    signs: Mapped[list[SubmissionSign]] = relationship(order_by="SubmissionSign.id")

    def stands_behind(self) -> bool:
        """Whether something changes by which its matters are shown; one that is new has none."""
        state = inspect(self)
        return state.persistent and any(state.attrs[name].history.has_changes() for name in SHOWN)

    @property
    def wants_notices(self) -> bool:
        """Whether the reporter asked for a mail; who is anonymous left no address for one, and one
        that does not open is none."""
        if is_altered(self.contact):
            return False
        return bool(self.contact and self.contact.get("email") and self.contact.get("notices"))

    def is_named_in(self, words: str) -> bool:
        """Whether the words say who the reporter is, or how to reach them."""
        given = (str(value) for value in (self.contact or {}).values())
        return any(len(value) > 1 and value in words for value in given)

    @property
    def about(self) -> str:
        """Whom it is about, by the name of our record where there is one."""
        known = self.company or self.project
        return (known.name if known else self.subject_name) or "未写明"


class Matter(Remembered, Audited, Base):
    """One track of a submission (总局令121号 Art. 9): its number, body, clock, state, outcome."""

    __tablename__ = "matters"
    __table_args__ = (
        UniqueConstraint("submission_id", "kind"),
        Index("ix_matters_desk", "bureau_id", "status", "due_on"),
        Index("ix_matters_public", "is_public", "closed_on"),
        watched_as(Watch(filled="closed_on"), Watch(RevisionMark.NUMBERS)),
    )
    """Nothing of a matter shows before it has ended, but how many there are, and how they stand."""
    UNTOLD = Audited.UNTOLD | {
        "submission_id",
        "kind",
        "number",
        "received_on",
        "accepted_on",
        "closed_on",
        "routing_rule_id",
        "routing_reason",
        "working_days_taken",
        "met_deadline",
        "version",
        "public_title",
        "public_summary",  # about a person's case, and public only by consent
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
    step: Mapped[MatterStep]
    due_on: Mapped[date | None]
    """The nearest end of a running clock, which ``step`` names; None when none runs."""
    accepted_on: Mapped[date | None]
    closed_on: Mapped[date | None] = mapped_column(index=True)
    decline_ground: Mapped[MatterDeclineGround | None]
    """Why it was not accepted at first; it stays where a review overturned that."""
    end_ground: Mapped[EndGround | None]
    """Why the mediation was ended."""
    outcome: Mapped[MatterOutcome | None]
    working_days_taken: Mapped[int | None]
    """From receipt to the end, without days on which its clocks stood still; set at the end."""
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
    def running_clocks(self) -> list[MatterDeadline]:
        """The clocks that have not ended, the nearest end first; those that stand still last."""
        running = [clock for clock in self.deadlines if clock.met_on is None]
        return sorted(running, key=lambda clock: (clock.is_paused, clock.due_on))

    @property
    def main_clock(self) -> MatterDeadline | None:
        """The running clock of the work itself: the one that can be stopped and prolonged."""
        return next((clock for clock in self.running_clocks if clock.step in PAUSABLE), None)

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
