"""Looking at whom an applicant named to be asked: with a reason, and never unnoticed."""

from app import audit
from app.accounts.models import Staff
from app.core.db import db
from app.redress.models import RedressApplication
from app.redress.rules import Act
from app.redress.services.permission import require


def reveal_contact(*, application: RedressApplication, staff: Staff, reason: str) -> dict[str, str]:
    """The contact, after an audit row with the reason has been committed."""
    require(Act.REVEAL, application, staff)
    contact = dict(application.contact)
    audit.record(
        f"redress.{Act.REVEAL.value}",
        actor=staff.as_actor(),
        object_type="redress",
        object_id=application.number,
        reason=reason,
    )
    db.session.commit()
    return contact
