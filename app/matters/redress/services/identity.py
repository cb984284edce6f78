"""Looking at whom an applicant named to be asked: with a reason, and never unnoticed."""

from app.kernel import audit
from app.kernel.db.session import db
from app.matters.redress.acts import RULES
from app.matters.redress.models import RedressApplication
from app.matters.redress.rules import Act
from app.people.models import Staff


def reveal_contact(*, application: RedressApplication, staff: Staff, reason: str) -> dict[str, str]:
    """The contact, after an audit row with the reason has been committed."""
    RULES.require(Act.REVEAL, application, staff)
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
