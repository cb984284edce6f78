"""Where the notices of a reporter go."""

from sqlalchemy import select

from app.kernel.db.session import db
from app.matters.complaints.matter.models.matters import Matter, Submission


def email_for_notices(submission_id: int) -> str | None:
    """Where the notices of a reporter go; None for who wants none."""
    submission = db.session.get(Submission, submission_id)
    if submission is None or submission.contact is None or not submission.wants_notices:
        return None
    return submission.contact["email"]


def submission_of(matter_id: int) -> int:
    """The submission that a matter belongs to."""
    return db.session.scalars(select(Matter.submission_id).where(Matter.id == matter_id)).one()
