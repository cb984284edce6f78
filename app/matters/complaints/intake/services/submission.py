"""Handing in: a draft becomes one submission with a matter for each track, exactly once."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import update

from app.kernel import audit, clock
from app.kernel.crypto import tracking_codes
from app.kernel.crypto.encryption import blind_index
from app.kernel.db.reference import read_data
from app.kernel.db.session import db
from app.kernel.db.site import daily_number
from app.kernel.errors import InvalidInputError
from app.kernel.jobs import outbox
from app.kernel.web import limits
from app.kernel.wizard.drafts import DraftExpiredError, DraftKeeper, UnfinishedDraftError
from app.matters.complaints.clocks.services.timing import start_clock
from app.matters.complaints.handling.services.assistance import open_tasks, tell_assistant
from app.matters.complaints.intake.models import ComplaintDraft
from app.matters.complaints.intake.queries import locked_draft
from app.matters.complaints.intake.rules import (
    DAYS,
    Arrival,
    arrival_problem,
    is_many,
    products_of,
    signs_of,
    streets_of,
    trait_key,
)
from app.matters.complaints.matter.answers import ComplaintAnswers, Subject
from app.matters.complaints.matter.models.handling import MatterEvent
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import (
    Evidence,
    Registration,
    SubmissionSign,
    SubmissionTrait,
)
from app.matters.complaints.matter.queries import (
    company_by_ref,
    named_body,
    project_by_code,
    with_conduct_signs,
)
from app.matters.complaints.matter.rules.entries import MatterEventKind, TraitKind
from app.matters.complaints.matter.rules.states import FIRST_STEP, ComplaintKind, MatterStatus
from app.matters.complaints.routing.queries.destination import (
    Destination,
    destination,
    may_ask_platform,
)
from app.matters.complaints.routing.services.referral import tell_bureau
from app.people.models import Bureau, Staff


def submit_draft(*, token: str, by_platform: bool = False) -> Submission:
    """Hand in the draft of ``token``; done again, it returns the same submission.

    The draft's row is locked, so of many requests one makes the submission and the others
    find it. What was typed is then taken out of the draft, which stays for the receipt.
    Raises DraftExpiredError, or UnfinishedDraftError while a question is open.
    """
    draft, code_hash = _locked(token)
    if draft.submission is None:
        answers = _finished(draft)
        target = destination(answers, clock.today())
        if by_platform and may_ask_platform(answers, target):
            target = destination(answers, clock.today(), by_platform=True)
        draft.submission = new_submission(
            answers, target, code_hash=code_hash, received_at=clock.now()
        )
        _empty(draft, draft.submission, "submission.created", audit.PUBLIC)
    db.session.commit()
    return draft.submission


def register_draft(*, token: str, staff: Staff) -> Submission:
    """Register the draft of ``token``, in which staff have written down what somebody told them.

    Done again, it returns the same submission. The clocks start on the day of the true receipt.
    Raises what ``submit_draft`` does, and InvalidInputError for a receipt that can't be.
    """
    draft, code_hash = _locked(token)
    if draft.submission is None:
        answers = _finished(draft)
        arrival = Arrival.parse(draft.answers[ARRIVAL])
        if problem := arrival_problem(arrival.received_at, clock.now()):
            raise InvalidInputError(f"{problem}。")
        draft.submission = new_submission(
            answers,
            destination(answers, clock.today()),
            code_hash=code_hash,
            received_at=arrival.received_at,
        )
        draft.submission.registration = Registration(
            channel=arrival.channel, registered_at=clock.now(), staff_id=staff.id
        )
        by, how = staff.as_actor(), arrival.channel.value
        _empty(draft, draft.submission, "submission.registered", by, reason=how)
    db.session.commit()
    return draft.submission


ARRIVAL = "receipt"


@dataclass(frozen=True)
class RegisteredAnswers:
    """What was told, and by what way and when; as a draft keeps it."""

    answers: ComplaintAnswers
    arrival: Arrival

    def as_json(self) -> dict[str, Any]:
        """Both as values that JSON knows."""
        return {**self.answers.as_json(), ARRIVAL: self.arrival.as_json()}


def _locked(token: str) -> tuple[ComplaintDraft, str]:
    """The draft, ours alone until the transaction ends, and what is kept of its code."""
    db.session.rollback()  # hashing takes long on purpose: nobody shall wait for us meanwhile
    code_hash = tracking_codes.keep(token)
    draft = locked_draft(token)
    if draft is None:
        raise DraftExpiredError
    return draft, code_hash


def _finished(draft: ComplaintDraft) -> ComplaintAnswers:
    answers = with_conduct_signs(ComplaintAnswers.parse(draft.answers))
    if not answers.is_finished:
        raise UnfinishedDraftError
    return answers


def _empty(
    draft: ComplaintDraft, submission: Submission, action: str, by: audit.Actor, reason: str = ""
) -> None:
    """The files go to the submission, the answers go altogether; the log says who did it."""
    of_draft = update(Evidence).where(Evidence.draft_id == draft.id)
    db.session.execute(of_draft.values(draft_id=None, submission_id=submission.id))
    db.session.expire(draft, ["evidence"])
    draft.answers = {}
    draft.prolong()
    audit.record(
        action, actor=by, object_type="submission", object_id=submission.number, reason=reason
    )


def new_submission(
    answers: ComplaintAnswers, target: Destination, *, code_hash: str, received_at: datetime
) -> Submission:
    """The submission with its matters, in the transaction of the caller.

    Its clocks start on the city's day of ``received_at``. Raises UnfinishedDraftError where the
    subject, the facts or the identity is not answered.
    """
    with db.session.no_autoflush:  # nothing that is asked meanwhile depends on what is half made
        submission = _filled_in(answers, target)
        submission.number = daily_number("submission")
        submission.code_hash = code_hash
        submission.submitted_at = received_at
        submission.traits = traits_of(submission)
        db.session.add(submission)
        for kind in answers.kinds:
            submission.matters.append(_open_matter(submission, kind, target))
        note_signs(submission)
    db.session.flush()
    for matter in submission.matters:
        tell_bureau(matter)
        for task in matter.assist_tasks:
            tell_assistant(matter, task.bureau_id, task.due_on)
    outbox.enqueue("risk", {"submission": submission.id})
    return submission


def _filled_in(answers: ComplaintAnswers, target: Destination) -> Submission:
    """The submission's content. Of an anonymous reporter nothing is taken over."""
    subject, facts, identity = answers.subject, answers.facts, answers.identity
    if subject is None or facts is None or identity is None:
        raise UnfinishedDraftError
    company = company_by_ref(subject.company) if subject.company else None
    body = named_body(subject)
    return Submission(
        is_anonymous=identity.is_anonymous,
        contact=identity.contact,
        consents_to_publication=identity.consents_to_publication,
        keeps_identity_from_subject=identity.keeps_identity_from_subject,
        category=target.category,
        district=target.district,
        company=company,
        project=project_by_code(subject.project) if subject.project else None,
        subject_name=_in_words(subject, body, is_known=company is not None),
        subject_bureau=body,
        title=facts.title,
        narrative=facts.narrative,
        happened=facts.happened,
        place=facts.place,
        demand=facts.demand if answers.is_complaint else None,
    )


def _in_words(subject: Subject, body: Bureau | None, *, is_known: bool) -> str | None:
    if is_known:
        return subject.address or None
    chosen = body.name if body and subject.bureau else ""
    return "，".join(part for part in (chosen, subject.in_words) if part) or None


def _open_matter(submission: Submission, kind: ComplaintKind, target: Destination) -> Matter:
    received_on = clock.city_date(submission.submitted_at)
    matter = Matter(
        kind=kind,
        number=f"{kind.letter}{submission.number}",
        status=MatterStatus.ROUTING if target.is_undecided else MatterStatus.NEW,
        bureau=target.bureau,
        assistants=list(target.assistants),
        routing_rule_id=target.rule_id,
        routing_reason=target.reason,
        received_on=received_on,
    )
    for event in (MatterEventKind.SUBMITTED, MatterEventKind.ROUTED):
        routed = event is MatterEventKind.ROUTED
        matter.events.append(
            MatterEvent(
                at=clock.now() if routed else submission.submitted_at,
                kind=event,
                bureau=target.bureau if routed else None,
                text=target.reason if routed else None,
            )
        )
    start_clock(matter, FIRST_STEP[kind], received_on)
    open_tasks(matter, target.assistants)
    return matter


def note_signs(submission: Submission) -> None:
    """Count the submission with its like in ``DAYS`` calendar days, in the caller's transaction."""
    phone = (submission.contact or {}).get("phone")
    for pattern, value in signs_of(phone, submission.narrative):
        seen = limits.count(pattern.value, value, days=DAYS)
        if is_many(pattern, seen):
            submission.signs.append(SubmissionSign(pattern=pattern, count=seen))


PRODUCTS = Path(__file__).parents[1] / "data" / "products.json"


def traits_of(submission: Submission) -> list[SubmissionTrait]:
    """The streets and products that it names, each findable by a keyed hash alone."""
    district = submission.district.code if submission.district else None
    text = f"{submission.title}\n{submission.narrative}"
    found = [(TraitKind.STREET, name) for name in streets_of(submission.place or "")]
    found += [(TraitKind.PRODUCT, name) for name in products_of(text, known_products())]
    return [_trait(kind, trait_key(kind, name, district)) for kind, name in found]


@cache
def known_products() -> tuple[str, ...]:
    """The words by which products are known."""
    return tuple(read_data(PRODUCTS)["products"])


def _trait(kind: TraitKind, key: str) -> SubmissionTrait:
    return SubmissionTrait(kind=kind, key=key, key_index=blind_index(key))


_keeper = DraftKeeper(ComplaintDraft, Evidence)


start_draft, save_answers, discard_draft = _keeper.start, _keeper.save, _keeper.discard

add_evidence, remove_evidence = _keeper.add_files, _keeper.remove_file

sweep_drafts = _keeper.sweep
