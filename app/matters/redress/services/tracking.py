"""What an applicant does later with number and code."""

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, NotFoundError
from app.matters.redress.models import RedressEvent
from app.matters.redress.queries.tracking import locked_application
from app.matters.redress.rules import OPEN, EventKind, RedressKind, RedressStatus
from app.matters.redress.services.deciding import unmark


def withdraw_application(*, application_id: int) -> None:
    """The applicant takes it back: its clock stops, and the record is no longer marked by it."""
    application = locked_application(application_id)
    if application is None:
        raise NotFoundError
    if application.status not in OPEN:
        raise ConflictError("这件申请已经结束，不能再撤回。")
    was_accepted = application.status is RedressStatus.ACCEPTED
    application.status = RedressStatus.WITHDRAWN
    application.due_on, application.closed_on = None, clock.today()
    application.version += 1
    application.events.append(RedressEvent(at=clock.now(), kind=EventKind.WITHDRAWN))
    if was_accepted and application.kind is RedressKind.OBJECTION:
        unmark(application, audit.PUBLIC)
    audit.record(
        "redress.withdrawn",
        actor=audit.PUBLIC,
        object_type="redress",
        object_id=application.number,
        changes=audit.changes_of(application),
    )
    db.session.commit()
