"""Reading the log, newest first.

A page costs the same wherever it lies in the log.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select, tuple_

from app.kernel import clock
from app.kernel.audit.chain import anchor_file
from app.kernel.audit.models import AuditEvent, AuditHead
from app.kernel.db.session import db
from app.kernel.errors import NotFoundError

PER_PAGE = 50


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


def last_anchor_at() -> datetime | None:
    """When the end of the chain was last noted outside the database; None before the first."""
    path = anchor_file()
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    return datetime.fromisoformat(lines[-1].split()[0]) if lines else None


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
