"""Reading the log, and checking that nobody has touched it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from app.audit.chain import anchor_file, event_mac, head_mac
from app.audit.models import AuditEvent, AuditHead
from app.audit.rules import FIRST_LINK
from app.core.crypto import CryptoError
from app.core.db import db
from app.core.paging import Page, paginate

BATCH = 2000


@dataclass(frozen=True)
class Verdict:
    """What ``verify`` found: ``problem`` is None when every row is as it was written."""

    rows: int
    first_bad_id: int | None = None
    problem: str | None = None


def verify() -> Verdict:
    """Check the chain from its first row; names the first row that is wrong or missing."""
    anchors = _anchors()
    rows, previous = 0, FIRST_LINK
    for event in _events():
        rows += 1
        problem = _problem_with(event, rows, previous)
        if problem is None and event.id in anchors and event.mac not in anchors[event.id]:
            problem = "is not the row that was noted outside the database"
        if problem:
            return Verdict(rows - 1, rows, f"row {rows} {problem}")
        previous = event.mac
    return _verify_end(rows, previous, max(anchors, default=0))


def search_events(
    *, page: int, actor: str = "", action: str = "", object_id: str = ""
) -> Page[AuditEvent]:
    """The newest rows first, by the start of the actor's name, by action, or by object."""
    query = select(AuditEvent).order_by(AuditEvent.id.desc())
    if actor:
        query = query.where(AuditEvent.actor_name.startswith(actor, autoescape=True))
    if action:
        query = query.where(AuditEvent.action == action)
    if object_id:
        query = query.where(AuditEvent.object_id == object_id)
    return paginate(query, page=page, per_page=50)


def _events() -> Iterator[AuditEvent]:
    last = 0
    batch_after = select(AuditEvent).order_by(AuditEvent.id).limit(BATCH)
    while batch := list(db.session.scalars(batch_after.where(AuditEvent.id > last))):
        yield from batch
        last = batch[-1].id
        for event in batch:
            db.session.expunge(event)


def _problem_with(event: AuditEvent, expected_id: int, previous: str) -> str | None:
    if event.id != expected_id:
        return "is missing"
    try:
        unchanged = event_mac(event, previous) == event.mac
    except CryptoError:
        return f"was written with key {event.key_name}, which ENCRYPTION_KEYS does not list"
    return None if unchanged else "was changed, moved or forged"


def _verify_end(rows: int, last_mac: str, noted: int) -> Verdict:
    """Check that the chain ends where its head and the notes outside say."""
    head = db.session.scalar(select(AuditHead))
    if noted > rows:
        return Verdict(rows, rows + 1, f"row {rows + 1} is missing; {noted} rows were noted")
    if head is None:
        return Verdict(rows) if rows == 0 else Verdict(rows, rows + 1, "the head is missing")
    if head.last_id > rows:
        return Verdict(rows, rows + 1, f"row {rows + 1} is missing; there were {head.last_id}")
    if (head.last_id, head.last_mac) != (rows, last_mac) or head_mac(head) != head.mac:
        return Verdict(rows, rows + 1, "the head was changed")
    return Verdict(rows)


def _anchors() -> dict[int, set[str]]:
    """The ends of the chain noted outside the database: row id, and the hashes it may have."""
    path = anchor_file()
    noted: dict[int, set[str]] = {}
    for line in path.read_text(encoding="ascii").splitlines() if path.exists() else ():
        _, row, mac = line.split()
        noted.setdefault(int(row), set()).add(mac)
    return noted


def last_actor_of(action: str, object_type: str, object_id: object) -> int | None:
    """Who did this to the object last; None when nobody has."""
    return db.session.scalar(
        select(AuditEvent.actor_id)
        .where(
            AuditEvent.object_type == object_type,
            AuditEvent.object_id == str(object_id),
            AuditEvent.action == action,
        )
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
