"""Mail to bodies, with number, category and deadline; to reporters, with nothing at all."""

from app import notify
from app.complaints.models import Matter
from app.complaints.rules import Act

UNTOLD = frozenset({Act.TAKE, Act.NOTE, Act.REVEAL, Act.REQUEST_EXTENSION, Act.REFUSE_EXTENSION})
"""Acts that the reporter does not see."""


def tell_bureau(matter: Matter) -> None:
    """Queue the notice that a matter has arrived, in the transaction of the caller."""
    notify.mail(
        "new_matter",
        notify.bureau(matter.bureau_id),
        number=matter.number,
        category=matter.submission.category.name,
        deadline=matter.due_on.isoformat() if matter.due_on else "法定期限",
        step=matter.step.label,
    )


def tell_reporter(matter: Matter, act: Act) -> None:
    """Queue a notice that says nothing but to look, for a reporter who asked for it."""
    if act not in UNTOLD and matter.submission.wants_notices:
        notify.mail("reporter_notice", notify.Recipient("reporter", matter.submission_id))
