"""Telling staff that a submission looks like one of many; it is handled like any other."""

from app.kernel.web import tallies
from app.matters.complaints.intake.rules import DAYS, is_many, signs_of
from app.matters.complaints.matter.models.matters import Submission
from app.matters.complaints.matter.models.submissions import SubmissionSign


def note_signs(submission: Submission) -> None:
    """Count the submission with its like, in the transaction of the caller."""
    phone = (submission.contact or {}).get("phone")
    for sign in signs_of(phone, submission.narrative):
        seen = tallies.count(sign.pattern.value, sign.value, days=DAYS)
        if is_many(sign.pattern, seen):
            submission.signs.append(SubmissionSign(pattern=sign.pattern, count=seen))
