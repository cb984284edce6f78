"""What the deciding body does with an application: accept it or not, and decide."""

from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.matters.redress.acts import RULES
from app.matters.redress.models import RedressApplication, RedressEvent
from app.matters.redress.queries.desk import accepted_beside, lock_record
from app.matters.redress.queries.records import as_contested
from app.matters.redress.rules import (
    GROUNDS,
    Act,
    DeclineGround,
    EventKind,
    RedressKind,
    RedressStatus,
)
from app.matters.redress.services.documents import issue_acceptance, issue_non_acceptance
from app.people.models import Staff
from app.publishing.life.rules import Life
from app.publishing.life.services import mark_objection


def accept_application(*, application: RedressApplication, staff: Staff) -> None:
    """The body takes it up; of an objection the record says so wherever it stands."""
    RULES.require(Act.ACCEPT, application, staff)
    record = application.record
    lock_record(record)
    if record.life is not Life.PUBLISHED:
        raise ConflictError("这条记录已不再公示，请选“不予受理”，写明已经撤下或到期。")
    if other := accepted_beside(application):
        raise ConflictError(
            f"针对这条记录的同类申请 {other.number} 正在办理。"
            "请先办结，或者以“同一事项已经受理”不予受理。"
        )
    application.status = RedressStatus.ACCEPTED
    application.accepted_on = clock.today()
    if application.kind is RedressKind.OBJECTION:
        kind = as_contested(record).search_kind
        mark_objection(record, kind=kind, actor=staff.as_actor(), is_open=True)
    note(application, EventKind.ACCEPTED, staff)
    issue_acceptance(application, clock.today())
    tell(Act.ACCEPT, application, staff)
    db.session.commit()


def decline_application(
    *, application: RedressApplication, staff: Staff, ground: DeclineGround, text: str
) -> None:
    """The body does not take it up, on one of the grounds, and tells the applicant why."""
    RULES.require(Act.DECLINE, application, staff)
    if ground not in GROUNDS[application.kind]:
        raise InvalidInputError(f"{application.kind.label}不能以这一情形不予受理，请另选。")
    application.status = RedressStatus.DECLINED
    application.decline_ground = ground
    issue_non_acceptance(application, clock.today(), ground, text)
    end(application)
    note(application, EventKind.DECLINED, staff, f"{ground.label}。{text}")
    tell(Act.DECLINE, application, staff, reason=ground.value)
    db.session.commit()


def end(application: RedressApplication) -> None:
    """The clock stops for good, in the transaction of the caller."""
    application.due_on, application.closed_on = None, clock.today()


def note(
    application: RedressApplication, kind: EventKind, staff: Staff, text: str | None = None
) -> None:
    """Write an entry of the history, in the transaction of the caller."""
    application.events.append(RedressEvent(at=clock.now(), kind=kind, staff_id=staff.id, text=text))


def tell(act: Act, application: RedressApplication, staff: Staff, *, reason: str = "") -> None:
    """Count the change and write the audit row, in the transaction of the caller."""
    application.version += 1
    audit.record(
        f"redress.{act.value}",
        actor=staff.as_actor(),
        object_type="redress",
        object_id=application.number,
        reason=reason,
        changes=audit.changes_of(application),
    )
