"""Reading the log, and checking that nobody has touched it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.kernel.audit.chain import UnknownVersionError, anchor_file, event_mac, head_mac
from app.kernel.audit.models import AuditEvent, AuditHead
from app.kernel.audit.rules import FIRST_LINK
from app.kernel.crypto.encryption import CryptoError
from app.kernel.db.session import db

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


def check_row(event: AuditEvent) -> str | None:
    """What is wrong with this row or its place after the one before; None when nothing is."""
    before = select(AuditEvent.mac).where(AuditEvent.id == event.id - 1)
    previous = db.session.scalar(before) if event.id > 1 else FIRST_LINK
    if previous is None:
        return "follows a row that is missing"
    return _problem_with(event, event.id, previous)


def _events() -> Iterator[Any]:
    """All rows in order, as plain rows: a million of them pass through here."""
    last = 0
    batch_after = select(AuditEvent.__table__).order_by(AuditEvent.id).limit(BATCH)
    while batch := db.session.execute(batch_after.where(AuditEvent.id > last)).all():
        yield from batch
        last = batch[-1].id


def _problem_with(event: Any, expected_id: int, previous: str) -> str | None:
    if event.id != expected_id:
        return "is missing"
    try:
        unchanged = event_mac(event, previous) == event.mac
    except CryptoError:
        return f"was written with key {event.key_name}, which ENCRYPTION_KEYS does not list"
    except UnknownVersionError:
        unchanged = False
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
