"""A submission as its reporter follows it, without names of staff; what is kept of a reporter."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.kernel.errors import NotFoundError
from app.kernel.working_days import Remaining
from app.matters.complaints.clocks.periods import ClockPeriod, unfolded
from app.matters.complaints.handling.queries import (
    ItemStatus,
    ShownCase,
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
from app.matters.complaints.reporter.rules import (
    STATE_LABELS,
    SUBMISSION_EVENTS,
    TAKEN_BACK,
    OwnFacts,
    is_free,
    years_after,
    years_before,
)

AT_ONCE = 100


@dataclass(frozen=True)
class Track:
    """One matter as its reporter follows it."""

    matter: Matter
    state: str
    running: list[ClockPeriod]
    """Its clocks that have not ended, the nearest end first."""
    shown: list[ShownCase]
    """Penalties that came of it and are public, with the entries of the lists that rest on them."""
    ticks: list[ItemStatus]
    """四不放过, as far as it concerns the matter."""
    ask_review_until: date | None
    """Last day for asking that the answer be looked at again; None where there is none yet."""

    @property
    def left(self) -> Remaining | None:
        """Working days left of the clock that ends next; None where none is running."""
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
class FollowedSubmission:
    """A submission with all that its reporter may see."""

    submission: Submission
    tracks: list[Track]
    timeline: list[TimelineEntry]
    letters: list[Letter]

    @property
    def files(self) -> list[Evidence]:
        """What the reporter handed in."""
        return self.submission.evidence

    @property
    def papers(self) -> list[MatterDocument]:
        """What was issued to the reporter, oldest first."""
        issued = [paper for track in self.tracks for paper in track.matter.documents]
        return sorted((one for one in issued if one.reader in OWN), key=lambda one: one.id)

    @property
    def is_open(self) -> bool:
        """Whether any track still runs."""
        return any(track.is_open for track in self.tracks)

    @property
    def is_free(self) -> bool:
        """Whether it can still, for ten minutes, be changed and taken back without asking."""
        return is_free(self.submission.submitted_at, clock.now())


def code_hash_of(number: str) -> tuple[int | None, str | None]:
    """Id and hash of the submission with this number; both None when there is none."""
    row = db.session.execute(
        select(Submission.id, Submission.code_hash).where(Submission.number == number)
    ).first()
    return (row.id, row.code_hash) if row else (None, None)


SHOWN_TO_REPORTER = (
    joinedload(Submission.category),
    selectinload(Submission.evidence),
    joinedload(Submission.registration),
    selectinload(Submission.messages).selectinload(ReporterMessage.evidence),
    selectinload(Submission.matters).options(
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
    ),
)


def followed(submission_id: int) -> FollowedSubmission | None:
    """The submission as its reporter sees it."""
    submission = db.session.scalar(
        select(Submission).where(Submission.id == submission_id).options(*SHOWN_TO_REPORTER)
    )
    if submission is None:
        return None
    return FollowedSubmission(
        submission=submission,
        tracks=[_track(matter) for matter in submission.matters],
        timeline=_timeline(submission),
        letters=_letters(submission),
    )


def own_matter(submission_id: int, matter_id: int) -> Matter:
    """The matter, if it belongs to the submission; NotFoundError for any other."""
    own = select(Matter).where(Matter.id == matter_id, Matter.submission_id == submission_id)
    if (matter := db.session.scalar(own)) is None:
        raise NotFoundError
    return matter


def submission_by_id(submission_id: int) -> Submission:
    """The submission that a tracking session is for."""
    return db.session.get_one(Submission, submission_id)


def _track(matter: Matter) -> Track:
    return Track(
        matter=matter,
        state=STATE_LABELS.get((matter.kind, matter.status), matter.status.label),
        running=[unfolded(one, clock.today(), city_calendar()) for one in matter.running_clocks],
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
        if event.is_visible_to_reporter and event.kind not in SUBMISSION_EVENTS
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
        Letter(message.sent_at, "", message.text, message.evidence)
        for message in submission.messages
    ]
    for matter in submission.matters:
        letters += [Letter(reply.at, reply.bureau.name, reply.text) for reply in matter.replies]
        letters += [
            Letter(event.at, (event.bureau or matter.bureau).name, event.text)
            for event in matter.events
            if event.kind is MatterEventKind.CORRECTION_REQUESTED and event.text
        ]
        letters += [
            Letter(request.asked_at, "", f"申请{request.kind.label}：{request.text}")
            for request in matter.requests
        ]
    return sorted(letters, key=lambda letter: letter.at)


def own_facts(submission: Submission, today: date, years: int) -> OwnFacts:
    """What decides which parts of the reporter's data may go.

    For ``years`` calendar years after a complaint ended its complainant must still be known.
    """
    matters = submission.matters
    is_open = any(matter.status in OPEN for matter in matters)
    ended = [matter.closed_on for matter in matters if matter.closed_on]
    return OwnFacts(
        has_identity=submission.contact is not None,
        wants_notices=submission.wants_notices,
        has_comment=any(one.rating is not None and one.rating.comment for one in matters),
        has_complaint=any(matter.kind is ComplaintKind.COMPLAINT for matter in matters),
        is_open=is_open,
        was_taken_back=all(_was_taken_back(submission, matter) for matter in matters),
        has_words=submission.narrative != TAKEN_BACK,
        identity_until=None if is_open or not ended else years_after(max(ended), years),
        today=today,
    )


def overdue_identities(today: date, years: int) -> Sequence[Submission]:
    """Submissions that ended over ``years`` calendar years ago and still name their people."""
    is_open = exists().where(Matter.submission_id == Submission.id, Matter.status.in_(OPEN))
    last = (
        select(func.max(Matter.closed_on))
        .where(Matter.submission_id == Submission.id)
        .scalar_subquery()
    )
    return db.session.scalars(
        select(Submission)
        .where(Submission.contact.is_not(None), ~is_open, last < years_before(today, years))
        .order_by(Submission.id)
        .limit(AT_ONCE)
        .options(selectinload(Submission.matters).selectinload(Matter.events))
    ).all()


def _was_taken_back(submission: Submission, matter: Matter) -> bool:
    """Whether the matter was withdrawn while that needed nobody's consent."""
    return matter.status is MatterStatus.WITHDRAWN and any(
        event.kind is MatterEventKind.WITHDRAWN and is_free(submission.submitted_at, event.at)
        for event in matter.events
    )
