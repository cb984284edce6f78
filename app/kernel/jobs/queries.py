"""How the worker's work stands: for metrics, the doctor, alerts and the back office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.jobs.models import CircuitBreaker, OutboxMessage, ScheduledJob, WorkerHeartbeat
from app.kernel.jobs.subscriptions import subscriptions


@dataclass(frozen=True)
class TopicBacklog:
    """What of one topic is still to be handled, and what was given up."""

    topic: str
    depth: int
    """How many messages wait: for their turn, for their next attempt, or for a breaker."""
    oldest_at: datetime | None
    """When the one that waits longest was written; None where none waits."""
    dead: int

    def oldest_age(self, now: datetime) -> timedelta:
        """How long the oldest has been waiting; nothing where none waits."""
        return now - self.oldest_at if self.oldest_at else timedelta()


def backlog() -> list[TopicBacklog]:
    """Depth, oldest and dead letters of every topic that has a handler, by one statement."""
    topics = sorted(subscriptions())
    lives = OutboxMessage.dead_at.is_(None)
    counted = (
        select(
            OutboxMessage.topic,
            func.count().filter(lives),
            func.min(OutboxMessage.created_at).filter(lives),
            func.count().filter(~lives),
        )
        .where(OutboxMessage.topic.in_(topics), OutboxMessage.done_at.is_(None))
        .group_by(OutboxMessage.topic)
    )
    found = {row[0]: TopicBacklog(*row) for row in db.session.execute(counted)}
    return [found.get(topic, TopicBacklog(topic, 0, None, 0)) for topic in topics]


def overdue(since: timedelta) -> dict[str, int]:
    """By topic how many messages have been due for longer than ``since`` and are not handled."""
    due = OutboxMessage.available_at < clock.now() - since
    counted = (
        select(OutboxMessage.topic, func.count())
        .where(
            OutboxMessage.topic.in_(sorted(subscriptions())),
            OutboxMessage.done_at.is_(None),
            OutboxMessage.dead_at.is_(None),
            due,
        )
        .group_by(OutboxMessage.topic)
    )
    return dict(db.session.execute(counted).all())


def waiting() -> int:
    """How many messages are still to be handled."""
    return sum(each.depth for each in backlog())


def dead_messages(*, topic: str | None = None, limit: int = 100) -> Sequence[OutboxMessage]:
    """Messages given up after too many attempts, the newest first."""
    dead = select(OutboxMessage).where(is_dead(topic))
    return db.session.scalars(dead.order_by(OutboxMessage.id.desc()).limit(limit)).all()


def is_dead(topic: str | None) -> ColumnElement[bool]:
    """Whether a message was given up, of ``topic`` or of any that has a handler."""
    topics = [topic] if topic else sorted(subscriptions())
    return and_(
        OutboxMessage.topic.in_(topics),
        OutboxMessage.done_at.is_(None),
        OutboxMessage.dead_at.is_not(None),
    )


def open_breakers() -> Sequence[CircuitBreaker]:
    """Of topics whose outside service does not answer."""
    is_open = CircuitBreaker.opened_at.is_not(None)
    return db.session.scalars(select(CircuitBreaker).where(is_open)).all()


def scheduled_jobs() -> Sequence[ScheduledJob]:
    """Each job that a worker has ever been told of, by name, with its last success and failure."""
    return db.session.scalars(select(ScheduledJob).order_by(ScheduledJob.name)).all()


def heartbeats() -> Sequence[WorkerHeartbeat]:
    """Each worker process that runs, by host; ``last_loop_at`` tells since when it is silent."""
    found = select(WorkerHeartbeat).order_by(WorkerHeartbeat.host, WorkerHeartbeat.started_at)
    return db.session.scalars(found).all()
