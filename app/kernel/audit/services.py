"""Adding to the log. Rows can't be changed or removed by anyone, this code included."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.kernel import clock, metrics
from app.kernel.audit.chain import anchor_file, event_mac, head_mac
from app.kernel.audit.models import (
    CHAIN_VERSION,
    EPOCH_SEALED,
    FIRST_LINK,
    SYSTEM,
    Actor,
    AuditEvent,
    AuditHead,
    Changes,
    Result,
    written,
)
from app.kernel.audit.verifying import epoch_digest
from app.kernel.crypto.encryption import keyring
from app.kernel.db.session import db, insert_or, writing
from app.kernel.masking import hide_numbers
from app.kernel.request_log import request_id


def record(
    action: str,
    *,
    actor: Actor = SYSTEM,
    object_type: str = "",
    object_id: object = "",
    result: Result = Result.DONE,
    reason: str = "",
    changes: Changes | None = None,
) -> None:
    """Add a row to the caller's transaction: it exists if, and only if, that commits.

    ``reason`` and ``changes`` hold no personal data and no text of citizens; ``changes_of`` sees
    to that, and numbers of people that staff typed into a reason are hidden here. Until the
    commit other writers of the log wait, so record late in a service.
    """
    db.session.flush()
    head = _locked_head()
    event = AuditEvent(
        id=head.last_id + 1,
        at=clock.now(),
        actor_id=actor.id,
        actor_name=actor.name,
        actor_role=actor.role,
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        result=result.value,
        reason=hide_numbers(reason),
        version=CHAIN_VERSION,
        request_id=request_id().strip("-"),
        changes=written(changes or {}),
        key_name=keyring().current,
    )
    _seal(event, head)


def note(action: str, **what: Any) -> None:
    """Add a row in a short transaction of its own, in a request that otherwise only looks.

    ``what`` is what ``record`` takes. What the request has not committed is given up.
    """
    with writing():
        record(action, **what)


def seal_epoch(reason: str) -> None:
    """Add a row, in the caller's transaction, that vouches for all rows so far with today's key.

    From then on they can be checked without the keys of their time. The caller has verified them.
    """
    db.session.flush()
    digest = epoch_digest(_locked_head().last_id)
    record(EPOCH_SEALED, object_type="audit", object_id=digest, reason=reason)


def anchor() -> Path:
    """Note the end of the chain in a file outside the database; once a day, and off the host.

    ``verify`` holds the chain against these notes, so that not even a restored older database
    passes for the present one.
    """
    path = anchor_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    head = db.session.scalar(select(AuditHead))
    if head is not None:
        with path.open("a", encoding="ascii") as file:
            file.write(f"{clock.now().isoformat()} {head.last_id} {head.last_mac}\n")
    return path


def _locked_head() -> AuditHead:
    """The end of the chain, ours until the commit. Of two first writers, one makes the row."""
    locked = select(AuditHead).with_for_update().execution_options(populate_existing=True)
    head = db.session.scalar(locked)
    if head is None:
        first = {"id": 1, "last_id": 0, "last_mac": FIRST_LINK, "key_name": "", "mac": ""}
        db.session.execute(insert_or(AuditHead).values(first).on_conflict_do_nothing())
        head = db.session.scalars(locked).one()
    return head


def _seal(event: AuditEvent, head: AuditHead) -> None:
    """Put the row at the end of the chain."""
    if event.result == Result.DENIED.value:
        metrics.DENIALS.labels(event.action).inc()
    event.mac = event_mac(event, head.last_mac)
    db.session.add(event)
    head.last_id, head.last_mac, head.key_name = event.id, event.mac, event.key_name
    head.mac = head_mac(head)
    db.session.flush()
