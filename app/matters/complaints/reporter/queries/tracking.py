"""What a reporter sees of their own submission. Names of staff have no place in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.kernel.deadlines import Remaining
from app.kernel.errors import NotFoundError
from app.matters.complaints.clocks.periods import ClockPeriod, periods_of
from app.matters.complaints.handling.queries import (
    ShownCase,
    Tick,
    last_day_to_ask,
    shown_cases,
    ticks_for_reporter,
)
from app.matters.complaints.handling.rules import OWN
from app.matters.complaints.matter.models.answers import ClosingAnswer, PublicReply
from app.matters.complaints.matter.models.handling import MatterDocument, MatterEvent
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import Evidence, ReporterMessage
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.matters.complaints.matter.rules.states import OPEN, ComplaintKind, MatterStatus
from app.matters.complaints.reporter.rules import is_free

TOLD_ONCE = frozenset({MatterEventKind.SUBMITTED, MatterEventKind.MATERIAL_ADDED})
"""Each track has an event for what concerns the whole submission; its reporter reads one."""


IN_WORDS = {
    (ComplaintKind.COMPLAINT, MatterStatus.NEW): "等待受理",
    (ComplaintKind.COMPLAINT, MatterStatus.IN_PROGRESS): "调解中",
    (ComplaintKind.VIOLATION_REPORT, MatterStatus.NEW): "等待核查",
    (ComplaintKind.VIOLATION_REPORT, MatterStatus.IN_PROGRESS): "核查中",
    (ComplaintKind.VIOLATION_REPORT, MatterStatus.CASE_OPEN): "立案调查中",
    (ComplaintKind.VIOLATION_REPORT, MatterStatus.NOT_FILED): "已决定不予立案",
}


@dataclass(frozen=True)
class Track:
    """One matter as its reporter follows it."""

    matter: Matter
    state: str
    running: list[ClockPeriod]
    """Its clocks that have not ended, the nearest end first."""
    shown: list[ShownCase]
    """Penalties that came of it and are public, with the entries of the lists that rest on them."""
    ticks: list[Tick]
    """四不放过, as far as it concerns the matter."""
    ask_review_until: date | None
    """Last day for asking that the answer be looked at again; None where there is none yet."""

    @property
    def left(self) -> Remaining | None:
        """What is left of the clock that ends next; None where none runs or it stands still."""
        return self.running[0].left if self.running and not self.running[0].paused else None

    @property
    def is_open(self) -> bool:
        """Whether it can still be withdrawn."""
        return self.matter.status in OPEN

    @property
    def may_ask_review(self) -> bool:
        """Whether the answer can still be looked at again."""
        last = self.ask_review_until
        return self.matter.review is None and last is not None and clock.today() <= last

    @property
    def is_asked(self) -> bool:
        """Whether the coordination office waits for an answer."""
        visit = self.matter.follow_up
        return visit is not None and visit.answered_at is None

    @property
    def can_be_rated(self) -> bool:
        """Whether the reporter's judgement is asked for."""
        return self.matter.status is MatterStatus.CLOSED and self.matter.rating is None


@dataclass(frozen=True)
class TimelineEntry:
    """A step of the history in words."""

    at: datetime
    title: str
    text: str | None


@dataclass(frozen=True)
class Letter:
    """Something said: by a body under its name, or by the reporter (no sender)."""

    at: datetime
    sender: str
    text: str
    evidence: Sequence[Evidence] = field(default_factory=list)


@dataclass(frozen=True)
class Followed:
    """A submission with all that its reporter may see."""

    submission: Submission
    tracks: list[Track]
    timeline: list[TimelineEntry]
    letters: list[Letter]

    @property
    def papers(self) -> list[MatterDocument]:
        """What was issued to the reporter, oldest first."""
        issued = [paper for track in self.tracks for paper in track.matter.documents]
        return sorted(
            (paper for paper in issued if paper.reader in OWN),
            key=lambda paper: paper.id,
        )

    @property
    def is_open(self) -> bool:
        """Whether any track still runs."""
        return any(track.is_open for track in self.tracks)

    @property
    def is_free(self) -> bool:
        """Whether it can still be changed and taken back without asking."""
        return is_free(self.submission.submitted_at, clock.now())


def code_hash_of(number: str) -> tuple[int | None, str | None]:
    """Id and hash of the submission with this number; both None when there is none."""
    row = db.session.execute(
        select(Submission.id, Submission.code_hash).where(Submission.number == number)
    ).first()
    return (row.id, row.code_hash) if row else (None, None)


OF_MATTERS = selectinload(Submission.matters).options(
    joinedload(Matter.bureau),
    joinedload(Matter.rating),
    selectinload(Matter.deadlines),
    joinedload(Matter.follow_up),
    selectinload(Matter.reviews),
    selectinload(Matter.answers).joinedload(ClosingAnswer.bureau),
    selectinload(Matter.requests),
    selectinload(Matter.documents),
    selectinload(Matter.checks),
    selectinload(Matter.events).joinedload(MatterEvent.bureau),
    selectinload(Matter.replies).joinedload(PublicReply.bureau),
)
"""What the page shows of each track."""


def followed(submission_id: int) -> Followed | None:
    """The submission as its reporter sees it."""
    submission = db.session.scalar(
        select(Submission)
        .where(Submission.id == submission_id)
        .options(
            joinedload(Submission.category),
            selectinload(Submission.evidence),
            joinedload(Submission.registration),
            selectinload(Submission.messages).selectinload(ReporterMessage.evidence),
            OF_MATTERS,
        )
    )
    if submission is None:
        return None
    return Followed(
        submission=submission,
        tracks=[_track(matter) for matter in submission.matters],
        timeline=_timeline(submission),
        letters=_letters(submission),
    )


def own_matter(submission_id: int, matter_id: int) -> Matter | None:
    """The matter, if it belongs to the submission."""
    return db.session.scalar(
        select(Matter).where(Matter.id == matter_id, Matter.submission_id == submission_id)
    )


def own_evidence(submission_id: int, evidence_id: int) -> Evidence | None:
    """The file, if the reporter of the submission handed it in."""
    return db.session.scalar(
        select(Evidence).where(Evidence.id == evidence_id, Evidence.submission_id == submission_id)
    )


def submission_by_id(submission_id: int) -> Submission:
    """The submission that a tracking session is for."""
    return db.session.get_one(Submission, submission_id)


def _track(matter: Matter) -> Track:
    return Track(
        matter=matter,
        state=IN_WORDS.get((matter.kind, matter.status), matter.status.label),
        running=periods_of(matter.running_clocks, clock.today(), city_calendar()),
        shown=shown_cases(matter),
        ticks=ticks_for_reporter(matter),
        ask_review_until=last_day_to_ask(matter),
    )


def _timeline(submission: Submission) -> list[TimelineEntry]:
    several = len(submission.matters) > 1
    entries = [TimelineEntry(submission.submitted_at, MatterEventKind.SUBMITTED.label, None)]
    entries += [
        TimelineEntry(message.sent_at, MatterEventKind.MATERIAL_ADDED.label, None)
        for message in submission.messages
    ]
    entries += [
        TimelineEntry(
            event.at, (matter.kind.label if several else "") + _title(event), _text(event)
        )
        for matter in submission.matters
        for event in matter.events
        if event.is_visible_to_reporter and event.kind not in TOLD_ONCE
    ]
    return sorted(entries, key=lambda entry: entry.at)


def _title(event: MatterEvent) -> str:
    if event.kind is MatterEventKind.ROUTED and event.bureau:
        return f"交{event.bureau.name}"
    if event.kind is MatterEventKind.CLOSED and event.text:
        return f"办结：{event.text}"
    return event.kind.label


def _text(event: MatterEvent) -> str | None:
    if event.kind is MatterEventKind.CLOSED:
        return None
    if event.kind in {MatterEventKind.REFERRED, MatterEventKind.REFERRAL_SETTLED} and event.bureau:
        return "。".join(part for part in (event.bureau.name, event.text) if part)
    return event.text


def _letters(submission: Submission) -> list[Letter]:
    letters = [
        Letter(reply.at, reply.bureau.name, reply.text)
        for matter in submission.matters
        for reply in matter.replies
    ]
    letters += [
        Letter(event.at, event.bureau.name if event.bureau else matter.bureau.name, event.text)
        for matter in submission.matters
        for event in matter.events
        if event.kind is MatterEventKind.CORRECTION_REQUESTED and event.text
    ]
    letters += [
        Letter(request.asked_at, "", f"申请{request.kind.label}：{request.text}")
        for matter in submission.matters
        for request in matter.requests
    ]
    letters += [
        Letter(message.sent_at, "", message.text, message.evidence)
        for message in submission.messages
    ]
    return sorted(letters, key=lambda letter: letter.at)


def own_paper(found: Followed, document_id: int) -> MatterDocument:
    """The paper, if it was issued to the reporter of the submission; raises NotFoundError."""
    for document in found.papers:
        if document.id == document_id:
            return document
    raise NotFoundError
