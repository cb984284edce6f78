"""How an act takes files, and how it ends: history, audit row, the reporter's mail, the commit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.kernel import audit, clock, notify
from app.kernel.db.session import db
from app.kernel.errors import NotFoundError
from app.kernel.files.uploads import StoredFile, store_uploads
from app.matters.complaints.matter.acts import RULES
from app.matters.complaints.matter.models.handling import MatterEvent
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.queries import matter_of
from app.matters.complaints.matter.rules.acts import ADDING, MatterAct
from app.matters.complaints.matter.rules.entries import MatterEventKind
from app.people.models import Staff

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage


def record(
    matter: Matter,
    kind: MatterEventKind,
    staff: Staff | None,
    *,
    text: str | None = None,
    bureau_id: int | None = None,
    visible: bool = True,
) -> None:
    """Write an entry of the history, in the transaction of the caller.

    ``bureau_id`` is the body the entry names: the one that acts, unless another is given.
    """
    matter.events.append(
        MatterEvent(
            at=clock.now(),
            kind=kind,
            staff_id=staff.id if staff else None,
            bureau_id=bureau_id or (staff.bureau_id if staff else matter.bureau_id),
            text=text,
            is_visible_to_reporter=visible,
        )
    )


UNTOLD = ADDING | {
    MatterAct.TAKE,
    MatterAct.ASSIGN,
    MatterAct.SHOW_IDENTITY,
    MatterAct.REQUEST_EXTENSION,
    MatterAct.REFUSE_EXTENSION,
    MatterAct.ASK_ASSISTANCE,
    MatterAct.REPORT_BACK,
    MatterAct.DRAFT_CASE,
    MatterAct.SHOW_ITEM,
    MatterAct.ASK_WAIVER,
    MatterAct.GRANT_WAIVER,
    MatterAct.REFUSE_WAIVER,
}
"""Acts that the reporter does not see."""


def finish(act: MatterAct, matter: Matter, staff: Staff, *, reason: str = "") -> None:
    """Count the change, write the audit row, and commit: the end of every act."""
    log_act(act, matter, staff, reason=reason)
    db.session.commit()


def log_act(act: MatterAct, matter: Matter, staff: Staff, *, reason: str = "") -> None:
    """Count the change, write the audit row and the mail, in the transaction of the caller."""
    if act not in ADDING:
        matter.version += 1
    if act not in UNTOLD:
        notify_reporter(matter)
    _audit(matter, f"matter.{act.value}", reason, staff.as_actor())


def log_passed_time(matter: Matter, action: str, *, reason: str = "") -> None:
    """The end of what time has done to a matter: counted, told to who asked for it, and logged."""
    matter.version += 1
    notify_reporter(matter)
    _audit(matter, action, reason, audit.SYSTEM)


def _audit(matter: Matter, action: str, reason: str, actor: audit.Actor) -> None:
    audit.record(
        action,
        actor=actor,
        object_type="matter",
        object_id=matter.number,
        reason=reason,
        changes=audit.changes_of(matter),
    )


def notify_reporter(matter: Matter) -> None:
    """Queue a mail that says nothing but to look, for a reporter who asked for it."""
    if matter.submission.wants_notices:
        notify.mail("reporter_notice", notify.Recipient("reporter", matter.submission_id))


def store_unlocked(
    act: MatterAct, matter: Matter, staff: Staff, files: Sequence["FileStorage"], already: int = 0
) -> tuple[Matter, list[StoredFile]]:
    """Check, clean and store files while nobody waits for the matter; then lock it again.

    ``already`` is the number of files that count with them. Raises InvalidInputError for a file
    that can't be kept, NotFoundError where the matter has left the person's sight meanwhile, and
    what ``RULES.require`` raises, asked before and after.
    """
    number = matter.number
    RULES.require(act, matter, staff)
    db.session.rollback()  # cleaning a file takes a while: nobody shall wait for us meanwhile
    stored = store_uploads(files, already=already)
    current = matter_of(staff, number, for_update=True)
    if current is None:
        raise NotFoundError
    RULES.require(act, current, staff)
    return current, stored
