"""Registering what somebody told on the telephone, in a letter or in person.

It is written down in a draft like those of the public form, so that files are cleaned, nothing
is lost, and a repeated click registers once.
"""

from dataclasses import dataclass
from typing import Any

from app.kernel import audit, clock
from app.kernel.crypto import tracking_codes
from app.kernel.db.session import db
from app.kernel.errors import InvalidInputError
from app.kernel.wizard.drafts import DraftExpiredError, UnfinishedDraftError
from app.matters.complaints.intake.queries.drafts import locked_draft
from app.matters.complaints.intake.rules import Arrival, arrival_problem
from app.matters.complaints.intake.services.submission import hand_over, new_submission
from app.matters.complaints.matter.answers import ComplaintAnswers
from app.matters.complaints.matter.models.matters import Submission
from app.matters.complaints.matter.models.submissions import Registration
from app.matters.complaints.routing.queries.destination import destination
from app.people.models import Staff

ARRIVAL = "receipt"


@dataclass(frozen=True)
class WrittenDown:
    """What was told, and by what way and when; as a draft keeps it."""

    answers: ComplaintAnswers
    arrival: Arrival

    def as_json(self) -> dict[str, Any]:
        """Both as values that JSON knows."""
        return {**self.answers.as_json(), ARRIVAL: self.arrival.as_json()}


def register_draft(*, token: str, staff: Staff) -> Submission:
    """Register the draft of ``token``; done again, it returns the same submission.

    The clocks start on the day of the true receipt. Of an anonymous person nothing is kept.
    """
    code_hash = tracking_codes.keep(token)
    draft = locked_draft(token)
    if draft is None:
        raise DraftExpiredError
    if draft.submission is None:
        answers = ComplaintAnswers.parse(draft.answers)
        if not answers.is_finished or ARRIVAL not in draft.answers:
            raise UnfinishedDraftError
        arrival = Arrival.parse(draft.answers[ARRIVAL])
        if problem := arrival_problem(arrival.received_at, clock.now()):
            raise InvalidInputError(f"{problem}。")
        draft.submission = _registered(code_hash, answers, arrival, staff)
        hand_over(draft, draft.submission)
        audit.record(
            "submission.registered",
            actor=staff.as_actor(),
            object_type="submission",
            object_id=draft.submission.number,
            reason=arrival.channel.value,
        )
    db.session.commit()
    return draft.submission


def _registered(
    code_hash: str, answers: ComplaintAnswers, arrival: Arrival, staff: Staff
) -> Submission:
    submission = new_submission(
        answers,
        destination(answers, clock.today()),
        code_hash=code_hash,
        received_at=arrival.received_at,
    )
    submission.registration = Registration(
        channel=arrival.channel, registered_at=clock.now(), staff_id=staff.id
    )
    return submission
