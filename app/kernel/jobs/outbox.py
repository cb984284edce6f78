"""Work that follows a commit: rows written in the service's own transaction, done by a worker.

A topic (``mail``, ``index``) has one handler. A message is leased, handed over in a batch,
and marked done; a failed one returns later with a growing delay, and after MAX_ATTEMPTS it
is dead: kept, listed, and replayable. One whose worker ended in the middle returns with the
next call, though it may have been handled; where nobody can tell, when its lease is over.
Payloads hold ids and numbers only, never personal data.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, or_, select, update

from app.kernel import clock
from app.kernel.db.session import db, reading_only
from app.kernel.jobs import process_locks
from app.kernel.jobs.models import OutboxMessage
from app.kernel.jobs.subscriptions import Handler, subscribe, subscriptions

MAX_ATTEMPTS = 8
LEASE = timedelta(minutes=5)
"""For workers on other hosts: of one on this host it is known at once that it has ended."""
FIRST_DELAY = timedelta(seconds=10)
"""Before the second attempt; each later one waits twice as long."""

__all__ = ["LEASE", "MAX_ATTEMPTS", "drain", "enqueue", "enqueue_once", "replay_dead", "subscribe"]

log = structlog.get_logger()


def enqueue(topic: str, payload: Mapping[str, Any]) -> None:
    """Add a message to the current transaction. It exists if, and only if, that commits."""
    now = clock.now()
    db.session.add(
        OutboxMessage(topic=topic, payload=dict(payload), created_at=now, available_at=now)
    )


def enqueue_once(topic: str, payload: Mapping[str, Any], *, every: timedelta) -> None:
    """Add a message, unless one of its topic waits or was done less than ``every`` ago."""
    recent = select(OutboxMessage.id).where(
        OutboxMessage.topic == topic,
        or_(_unfinished(), OutboxMessage.done_at > clock.now() - every),
    )
    if db.session.scalar(recent.limit(1)) is None:
        enqueue(topic, payload)


def drain(*, only: str | None = None) -> int:
    """Handle all that is due, or what is of one topic, batch by batch; returns how many messages
    were done.
    """
    _take_back()
    due, done = _due_topics(), 0
    for topic, subscription in subscriptions().items():
        if topic in due and only in {None, topic}:
            while batch := _lease(topic, subscription.batch_size):
                done += _deliver(topic, subscription.handler, batch)
            due = _due_topics()
    return done


def replay_dead() -> int:
    """Give all dead messages a new set of attempts; returns how many there were."""
    revived = db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.dead_at.is_not(None))
        .values(dead_at=None, attempts=0, available_at=clock.now())
    )
    db.session.commit()
    return int(revived.rowcount)  # type: ignore[attr-defined]  # an UPDATE counts its rows


def _take_back() -> None:
    """End the leases of processes that have ended, so that others go on with their messages."""
    ended = process_locks.ended()
    if not ended:
        return
    held = update(OutboxMessage).where(OutboxMessage.leased_by.in_(ended), _unfinished())
    resumed = db.session.scalars(
        held.values(leased_until=None, leased_by=None).returning(OutboxMessage.id)
    ).all()
    db.session.commit()
    if resumed:
        log.warning("outbox.resumed", ids=resumed)
    process_locks.forget(ended)


def _unfinished() -> ColumnElement[bool]:
    return and_(OutboxMessage.done_at.is_(None), OutboxMessage.dead_at.is_(None))


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(
        _unfinished(),
        OutboxMessage.available_at <= now,
        or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < now),
    )


def _due_topics() -> set[str]:
    """Looked up without the write lock, which leasing takes though nothing be due."""
    db.session.rollback()
    with reading_only():
        due = select(OutboxMessage.topic).where(_is_due(clock.now())).distinct()
        topics = set(db.session.scalars(due))
        db.session.rollback()
    return topics


def _lease(topic: str, size: int) -> list[OutboxMessage]:
    now = clock.now()
    due = (
        select(OutboxMessage)
        .where(OutboxMessage.topic == topic, _is_due(now))
        .order_by(OutboxMessage.id)
        .limit(size)
        .with_for_update(skip_locked=True)
    )
    batch = list(db.session.scalars(due))
    if interrupted := [message.id for message in batch if message.leased_until is not None]:
        log.warning("outbox.resumed", topic=topic, ids=interrupted)
    for message in batch:
        message.leased_until, message.leased_by = now + LEASE, process_locks.own()
        message.attempts += 1
    db.session.commit()
    return batch


def _deliver(topic: str, handler: Handler, batch: list[OutboxMessage]) -> int:
    ids = [message.id for message in batch]
    try:
        handler([message.payload for message in batch])
    except Exception as error:  # noqa: BLE001  # whatever it was, the message must not be lost
        db.session.rollback()
        _postpone(ids, type(error).__name__)
        log.warning("outbox.failed", topic=topic, ids=ids, error=type(error).__name__)
        return 0
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(ids))
        .values(done_at=clock.now(), leased_until=None, leased_by=None, last_error=None)
    )
    db.session.commit()
    return len(ids)


def _postpone(ids: list[int], error: str) -> None:
    """Give failed messages back, later each time; after the last attempt they are dead."""
    now = clock.now()
    for message in db.session.scalars(select(OutboxMessage).where(OutboxMessage.id.in_(ids))):
        message.last_error = error
        message.leased_until = message.leased_by = None
        message.available_at = now + FIRST_DELAY * 2 ** (message.attempts - 1)
        if message.attempts >= MAX_ATTEMPTS:
            message.dead_at = now
    db.session.commit()
