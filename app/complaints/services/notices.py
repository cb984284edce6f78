"""Mail to bodies: number, category and deadline, never a word of the matter or its reporter."""

from app import notify
from app.complaints.models import Matter


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
