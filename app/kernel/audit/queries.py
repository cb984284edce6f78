"""Reading the log, newest first, and checking that nobody has touched it.

A page costs the same wherever it lies in the log.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select, tuple_

from app.kernel import clock
from app.kernel.audit.chain import UnknownVersionError, anchor_file, event_mac, head_mac
from app.kernel.audit.models import FIRST_LINK, AuditEvent, AuditHead
from app.kernel.crypto.encryption import CryptoError
from app.kernel.db.session import db
from app.kernel.errors import NotFoundError

BATCH = 2000
PER_PAGE = 50


@dataclass(frozen=True)
class ChainVerdict:
    """What ``verify`` found: ``problem`` is None when every row is as it was written."""

    rows: int
    first_bad_id: int | None = None
    problem: str | None = None


def verify() -> ChainVerdict:
    """Check the chain from its first row; names the first row that is wrong or missing."""
    anchors = _anchors()
    rows, previous = 0, FIRST_LINK
    for event in _events():
        rows += 1
        problem = _problem_with(event, rows, previous)
        if problem is None and event.id in anchors and event.mac not in anchors[event.id]:
            problem = "is not the row that was noted outside the database"
        if problem:
            return ChainVerdict(rows - 1, rows, f"row {rows} {problem}")
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


def _verify_end(rows: int, last_mac: str, noted: int) -> ChainVerdict:
    """Check that the chain ends where its head and the notes outside say."""
    head = db.session.scalar(select(AuditHead))
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


def _anchors() -> dict[int, set[str]]:
    """The ends of the chain noted outside the database: row id, and the hashes it may have."""
    path = anchor_file()
    noted: dict[int, set[str]] = {}
    for line in path.read_text(encoding="ascii").splitlines() if path.exists() else ():
        _, row, mac = line.split()
        noted.setdefault(int(row), set()).add(mac)
    return noted


@dataclass(frozen=True, kw_only=True)
class EventFilters:
    """What to show of the log; empty values leave nothing out. Both city days are included."""

    first_day: date | None = None
    last_day: date | None = None
    actor: str = ""
    role: str = ""
    action: str = ""
    kind: str = ""
    number: str = ""
    result: str = ""
    request: str = ""


@dataclass(frozen=True)
class EventPage:
    """Some rows, and the number of the row after which the next page begins, if there is one."""

    events: Sequence[AuditEvent]
    older: int | None


def events(filters: EventFilters, *, before: int | None = None) -> EventPage:
    """The newest rows that pass, of those older than the row ``before``."""
    statement = _newest(filters)
    if before is not None:
        at = select(AuditEvent.at).where(AuditEvent.id == before).scalar_subquery()
        statement = statement.where(tuple_(AuditEvent.at, AuditEvent.id) < tuple_(at, before))
    found = db.session.scalars(statement.limit(PER_PAGE + 1)).all()
    has_more = len(found) > PER_PAGE
    return EventPage(found[:PER_PAGE], found[PER_PAGE - 1].id if has_more else None)


def all_events(filters: EventFilters) -> Iterator[AuditEvent]:
    """All rows that pass, for a download."""
    yield from db.session.scalars(_newest(filters).execution_options(yield_per=1000))


def event(event_id: int) -> AuditEvent:
    """One row; raises NotFoundError when there is none."""
    found = db.session.get(AuditEvent, event_id)
    if found is None:
        raise NotFoundError
    return found


def head() -> AuditHead | None:
    """The end of the chain; None for an empty log. Its number is that of all rows."""
    return db.session.scalar(select(AuditHead))


def is_noted(request_id: str) -> bool:
    """Whether a committed row tells of this request."""
    noted = select(AuditEvent.id).where(AuditEvent.request_id == request_id)
    return db.session.scalar(noted.limit(1)) is not None


def _newest(filters: EventFilters) -> Select[AuditEvent]:
    chosen = select(AuditEvent).where(*_chosen(filters))
    return chosen.order_by(AuditEvent.at.desc(), AuditEvent.id.desc())


def _chosen(filters: EventFilters) -> Iterator[ColumnElement[bool]]:
    for column, value in (
        (AuditEvent.actor_name, filters.actor),
        (AuditEvent.action, filters.action),
        (AuditEvent.object_type, filters.kind),
        (AuditEvent.object_id, filters.number),
        (AuditEvent.result, filters.result),
        (AuditEvent.request_id, filters.request),
    ):
        if value:
            yield column == value
    if filters.role:  # who holds several roles has them all in one value
        roles = f",{filters.role},"
        yield ("," + AuditEvent.actor_role + ",").contains(roles, autoescape=True)
    if filters.first_day:
        yield AuditEvent.at >= clock.day_start(filters.first_day)
    if filters.last_day:
        yield AuditEvent.at < clock.day_start(filters.last_day + clock.ONE_DAY)
