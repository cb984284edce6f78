"""Mail to bodies: number, category and deadline, never a word of the matter or its reporter."""

from app.complaints.models import Matter
from app.notify import mail


def tell_bureau(matter: Matter) -> None:
    """Queue the notice that a matter has arrived, in the transaction of the caller."""
    mail.enqueue(
        "matter_arrived",
        to=matter.bureau.email,
        number=matter.number,
        category=matter.submission.category.name,
        due_on=matter.due_on.isoformat() if matter.due_on else None,
    )
