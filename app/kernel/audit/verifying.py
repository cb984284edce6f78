"""Checking that nobody has touched the log.

Each row is held against the row before it, with the key that it was sealed with. Rows of a key that
is no longer listed are held against the seal of their epoch: a row that names the digest of all
before it, written when their key was retired and still listed (``seal_epoch``).
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.audit.chain import UnknownVersionError, anchor_file, event_mac, head_mac
from app.kernel.audit.models import EPOCH_SEALED, FIRST_LINK, AuditEvent, AuditHead, canonical
from app.kernel.crypto.encryption import CryptoError, keyring
from app.kernel.db.session import db

BATCH = 2000
COLUMNS = tuple(column.name for column in AuditEvent.__table__.columns if column.name != "at")


@dataclass(frozen=True)
class ChainVerdict:
    """What ``verify`` found: ``problem`` is None when every row is as it was written."""

    rows: int
    first_bad_id: int | None = None
    problem: str | None = None


def verify(source: Session | None = None, notes: Path | None = None) -> ChainVerdict:
    """Check the chain from its first row; names the first row that is wrong or missing.

    ``source`` reads another database than the site's, ``notes`` is its file of anchors.
    """
    session = source or db.session()
    anchors, seal = _anchors(notes or anchor_file()), _newest_seal(session)
    rows, previous, digest = 0, FIRST_LINK, EpochDigest()
    for event in _events(session):
        rows += 1
        problem = _problem_with(event, rows, previous, seal)
        if problem is None and event.id in anchors and event.mac not in anchors[event.id]:
            problem = "is not the row that was noted outside the database"
        if problem:
            return ChainVerdict(rows - 1, rows, f"row {rows} {problem}")
        if seal and event.id == seal.id and not digest.is_as_sealed(event):
            sealed = f"one of the rows 1 to {rows - 1}, which row {rows} seals, was changed"
            return ChainVerdict(0, 1, sealed)
        digest.add(event)
        previous = event.mac
    return _verify_end(session, rows, previous, max(anchors, default=0))


def check_row(event: AuditEvent) -> str | None:
    """What is wrong with this row or its place after the one before; None when nothing is.

    One whose key is no longer listed is as sound as all of its epoch, which are read for it.
    """
    before = select(AuditEvent.mac).where(AuditEvent.id == event.id - 1)
    previous = db.session.scalar(before) if event.id > 1 else FIRST_LINK
    if previous is None:
        return "follows a row that is missing"
    seal = _newest_seal(db.session())
    if seal and _is_vouched_for(event, seal) and not _digest_until(seal.id).is_as_sealed(seal):
        return "was changed, or another row of its epoch was"
    return _problem_with(event, event.id, previous, seal)


def epoch_digest(last_id: int) -> str:
    """The digest of all rows up to ``last_id``, for the row that seals them."""
    return _digest_until(last_id + 1).hexdigest()


class EpochDigest:
    """SHA-256 over all that rows say, in their order."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, event: Any) -> None:
        """Take in the next row."""
        content = canonical(event.at, tuple(getattr(event, name) for name in COLUMNS))
        self._hash.update(len(content).to_bytes(4) + content)

    def hexdigest(self) -> str:
        """The digest so far."""
        return self._hash.hexdigest()

    def is_as_sealed(self, seal: Any) -> bool:
        """Whether the rows so far are those that the row ``seal`` vouches for."""
        return bool(self.hexdigest() == seal.object_id)


def _digest_until(end: int) -> EpochDigest:
    """The digest of the rows before ``end``."""
    digest = EpochDigest()
    for event in _events(db.session()):
        if event.id >= end:
            break
        digest.add(event)
    return digest


def _events(session: Session) -> Iterator[Any]:
    """All rows in order, as plain rows: a million of them pass through here."""
    last = 0
    batch_after = select(AuditEvent.__table__).order_by(AuditEvent.id).limit(BATCH)
    while batch := session.execute(batch_after.where(AuditEvent.id > last)).all():
        yield from batch
        last = batch[-1].id


def _newest_seal(session: Session) -> Any:
    """The last row that seals an epoch under a key that is listed."""
    sealed = select(AuditEvent.__table__).where(
        AuditEvent.action == EPOCH_SEALED, AuditEvent.key_name.in_(keyring().keys)
    )
    return session.execute(sealed.order_by(AuditEvent.id.desc()).limit(1)).first()


def _is_vouched_for(event: Any, seal: Any) -> bool:
    return event.key_name not in keyring().keys and event.id < seal.id


def _problem_with(event: Any, expected_id: int, previous: str, seal: Any) -> str | None:
    if event.id != expected_id:
        return "is missing"
    if seal and _is_vouched_for(event, seal):
        return None
    try:
        unchanged = event_mac(event, previous) == event.mac
    except CryptoError:
        return f"was written with key {event.key_name}, which ENCRYPTION_KEYS does not list"
    except UnknownVersionError:
        unchanged = False
    return None if unchanged else "was changed, moved or forged"


def _verify_end(session: Session, rows: int, last_mac: str, noted: int) -> ChainVerdict:
    """Check that the chain ends where its head and the notes outside say."""
    head = session.scalar(select(AuditHead))
    if noted > rows:
        return ChainVerdict(rows, rows + 1, f"row {rows + 1} is missing; {noted} rows were noted")
    if head is None:
        return (
            ChainVerdict(rows) if rows == 0 else ChainVerdict(rows, rows + 1, "the head is missing")
        )
    if head.last_id > rows:
        return ChainVerdict(rows, rows + 1, f"row {rows + 1} is missing; there were {head.last_id}")
    if (head.last_id, head.last_mac) != (rows, last_mac) or head_mac(head) != head.mac:
        return ChainVerdict(rows, rows + 1, "the head was changed")
    return ChainVerdict(rows)


def _anchors(path: Path) -> Mapping[int, set[str]]:
    """The ends of the chain noted outside the database: row id, and the hashes it may have."""
    noted: dict[int, set[str]] = {}
    for line in path.read_text(encoding="ascii").splitlines() if path.exists() else ():
        _, row, mac = line.split()
        noted.setdefault(int(row), set()).add(mac)
    return noted
