"""Work that follows a commit: rows written in the service's own transaction, done by a worker.

A topic (``mail``, ``index``) has one handler. A message is leased, handed over in a batch,
and marked done; a failed one returns later, after FIRST_DELAY, then each time after twice as long
and LONGEST_DELAY at most. After MAX_ATTEMPTS, which is three days later, it is dead: kept, listed,
and replayable. One whose worker ended in the middle returns with the next call, though it may have
been handled; where nobody can tell, when its lease is over.
"""

import time
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, func, or_, select, update

from app.kernel import clock
from app.kernel.db.session import db, reading_only
from app.kernel.jobs import breaker, process_locks, recovery
from app.kernel.jobs.breaker import BreakerTurn
from app.kernel.jobs.models import OutboxMessage
from app.kernel.jobs.queries import is_dead
from app.kernel.jobs.subscriptions import (
    RemoteSubscription,
    Subscription,
    subscribe,
    subscribe_remote,
    subscriptions,
)

__all__ = [
    "LEASE",
    "MAX_ATTEMPTS",
    "MessageRefusedError",
    "drain",
    "enqueue",
    "enqueue_once",
    "replay",
    "subscribe",
    "subscribe_remote",
]

FIRST_DELAY = timedelta(seconds=10)
"""Before the second attempt; each later one waits twice as long."""
LONGEST_DELAY = timedelta(hours=4)
MAX_ATTEMPTS = 29
"""So that a message is tried for 3 days, 1 hour and 41 minutes before it is given up."""
LEASE = timedelta(minutes=5)
"""For workers on other hosts: of one on this host it is known at once that it has ended."""

log = structlog.get_logger()


class MessageRefusedError(Exception):
    """The service outside works, and won't take this message; says why in a word, without data."""


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


def drain(*, only: Collection[str] | None = None, budget: float | None = None) -> int:
    """Handle all that is due, or what is of some topics; returns how many messages were done.

    Each topic has a turn of about ``budget`` seconds, and a batch at least, so that none keeps the
    others waiting.
    """
    recovery.take_back()
    topics = [topic for topic in subscriptions() if only is None or topic in only]
    due, done = _due_topics(topics), 0
    for topic in topics:
        if topic in due:
            done += _turn(topic, budget)
            due = _due_topics(topics)
    return done


def replay(topic: str | None = None) -> int:
    """Give dead messages a new set of attempts, and what waits for its next one that at once.

    Of ``topic``, or of all; a breaker that rests lets a probe through. Returns how many were dead.
    """
    now = clock.now()
    revived = db.session.execute(
        update(OutboxMessage).where(is_dead(topic)).values(dead_at=None, attempts=0)
    )
    topics = [topic] if topic else list(subscriptions())
    waiting = update(OutboxMessage).where(OutboxMessage.topic.in_(topics), _unfinished())
    db.session.execute(waiting.values(available_at=now))
    breaker.probe_now(topic)
    db.session.commit()
    return int(revived.rowcount)  # type: ignore[attr-defined]  # an UPDATE counts its rows


def _unfinished() -> ColumnElement[bool]:
    return and_(OutboxMessage.done_at.is_(None), OutboxMessage.dead_at.is_(None))


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(
        _unfinished(),
        OutboxMessage.available_at <= now,
        or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < now),
    )


def _due_topics(topics: Collection[str]) -> set[str]:
    """Looked up without the write lock, which leasing takes though nothing be due."""
    db.session.rollback()
    with reading_only():
        due = select(OutboxMessage.topic).where(
            OutboxMessage.topic.in_(topics), _is_due(clock.now())
        )
        found = set(db.session.scalars(due.distinct()))
        db.session.rollback()
    return found


def _turn(topic: str, budget: float | None) -> int:
    subscription = subscriptions()[topic]
    started, done = time.monotonic(), 0
    while True:
        if isinstance(subscription, Subscription):
            batch = _lease(topic, subscription.batch_size)
            done += _deliver(topic, subscription, batch)
        else:
            turn = BreakerTurn(topic)
            most = turn.admits(subscription.batch_size)
            batch = _lease(topic, most, is_probe=turn.is_probe) if most else []
            done += _send(topic, subscription, batch, turn)
        if not batch or (budget is not None and time.monotonic() - started >= budget):
            break
    if done:
        log.info("outbox.done", topic=topic, count=done, seconds=_since(started))
    return done


def _lease(topic: str, size: int, *, is_probe: bool = False) -> list[OutboxMessage]:
    """Those tried least, in order of writing. A probe is any of them: never the same, if it is one
    on which the service chokes.
    """
    now = clock.now()
    order = func.random() if is_probe else OutboxMessage.id
    due = (
        select(OutboxMessage)
        .where(OutboxMessage.topic == topic, _is_due(now))
        .order_by(OutboxMessage.attempts, order)
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


def _deliver(topic: str, subscription: Subscription, batch: list[OutboxMessage]) -> int:
    """Hand the batch over as a whole."""
    if not batch:
        return 0
    ids = [message.id for message in batch]
    try:
        subscription.handler([message.payload for message in batch])
    except Exception as error:  # noqa: BLE001  # whatever it was, the message must not be lost
        _postpone(topic, ids, error)
        return 0
    _finish(ids)
    return len(ids)


def _send(
    topic: str, subscription: RemoteSubscription, batch: list[OutboxMessage], turn: BreakerTurn
) -> int:
    """Send one after the other until the service fails for good, or the lease might run out."""
    if not batch:
        return 0
    left = [(message.id, message.payload) for message in batch]
    done, end = 0, clock.now() + LEASE / 2
    with subscription.open_session() as send:
        while left and clock.now() < end:
            message_id, payload = left.pop(0)
            try:
                send(payload)
            except MessageRefusedError as refusal:
                _postpone(topic, [message_id], refusal)
                turn.succeeded()
            except Exception as error:  # noqa: BLE001  # whatever it was, it must not be lost
                _after_failure(topic, message_id, error, turn)
                if turn.failed():
                    break
            else:
                _finish([message_id])
                turn.succeeded()
                done += 1
    _give_back([message_id for message_id, _ in left])
    return done


def _after_failure(topic: str, message_id: int, error: Exception, turn: BreakerTurn) -> None:
    """A probe is no attempt of its message: it would pay for the service with its own life."""
    if not turn.is_probe:
        _postpone(topic, [message_id], error)
        return
    _give_back([message_id])
    log.warning("outbox.probe_failed", topic=topic, id=message_id, error=type(error).__name__)


def _finish(ids: list[int]) -> None:
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(ids))
        .values(done_at=clock.now(), leased_until=None, leased_by=None, last_error=None)
    )
    db.session.commit()


def _give_back(ids: list[int]) -> None:
    """These were leased and not tried."""
    db.session.rollback()
    if ids:
        untried = {"attempts": OutboxMessage.attempts - 1, "leased_until": None, "leased_by": None}
        db.session.execute(update(OutboxMessage).where(OutboxMessage.id.in_(ids)).values(**untried))
        db.session.commit()


def _postpone(topic: str, ids: list[int], error: Exception) -> None:
    """Give failed messages back, later each time; after the last attempt they are dead."""
    db.session.rollback()  # of what the handler had begun
    now = clock.now()
    reason = type(error).__name__
    if isinstance(error, MessageRefusedError):
        reason = f"{reason}: {error}"
    for message in db.session.scalars(select(OutboxMessage).where(OutboxMessage.id.in_(ids))):
        message.last_error = reason
        message.leased_until = message.leased_by = None
        message.available_at = now + _delay(message.attempts)
        if message.attempts >= MAX_ATTEMPTS:
            message.dead_at = now
    db.session.commit()
    log.warning("outbox.failed", topic=topic, ids=ids, error=reason)


def _delay(attempts: int) -> timedelta:
    doublings: int = 2 ** (attempts - 1)
    return min(FIRST_DELAY * doublings, LONGEST_DELAY)


def _since(started: float) -> float:
    return round(time.monotonic() - started, 3)
