"""Looking at who the reporter is: with a reason, and never unnoticed."""

from app import audit
from app.accounts.models import Staff
from app.complaints.models import Matter
from app.complaints.rules import Act
from app.complaints.services.permission import require
from app.core.db import db
from app.core.errors import NotFoundError


def reveal_identity(*, matter: Matter, staff: Staff, reason: str) -> dict[str, str]:
    """The reporter's contact data, after an audit row with the reason has been committed.

    Raises NotFoundError for an anonymous report: there is nothing to show.
    """
    require(Act.REVEAL, matter, staff)
    contact = matter.submission.contact
    if contact is None:
        raise NotFoundError("这是匿名举报，本站没有保存举报人的任何身份信息。")
    audit.record(
        "matter.reveal_identity",
        actor=staff.as_actor(),
        object_type="matter",
        object_id=matter.number,
        reason=reason,
    )
    db.session.commit()
    return contact
