"""What the worker keeps in the database: messages to handle, jobs to repeat, and how it fares.

Several workers share these rows, on one host or on several. Each takes what it does by an UPDATE
that only one of them can win.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base

Payload = dict[str, Any]


class OutboxMessage(Base):
    """One piece of work to be done after the commit that wrote it.

    Payloads hold ids and numbers only, never personal data.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (
        Index("ix_outbox_messages_due", "topic", "done_at", "dead_at", "available_at"),
        NOT_PUBLIC,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(20))
    payload: Mapped[Payload] = mapped_column(JSON)
    created_at: Mapped[datetime]
    available_at: Mapped[datetime]
    """When its next attempt may begin."""
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    leased_by: Mapped[str | None] = mapped_column(String(32))
    """The lifeline of the process that handles it."""
    done_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    """When it was given up after its last attempt."""
    last_error: Mapped[str | None] = mapped_column(Text)


class CircuitBreaker(Base):
    """Whether the outside service of a topic answers. Open, it lets one probe through at a time."""

    __tablename__ = "circuit_breakers"
    __table_args__ = NOT_PUBLIC

    topic: Mapped[str] = mapped_column(String(20), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    """In a row; nothing since then has succeeded."""
    opened_at: Mapped[datetime | None]
    """Since when messages wait; None while it is closed."""
    probe_at: Mapped[datetime | None]
    """When one message is to be tried, to see whether the service answers again."""


class ScheduledJob(Base):
    """What the worker does again and again: when it is due, and how it went the last time."""

    __tablename__ = "scheduled_jobs"
    __table_args__ = NOT_PUBLIC

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    next_run_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    leased_by: Mapped[str | None] = mapped_column(String(32))
    """The lifeline of the process that runs it."""
    last_started_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    last_failure_at: Mapped[datetime | None]
    last_duration: Mapped[float | None]
    """Seconds that the last run took, whether it succeeded or not."""
    last_error: Mapped[str | None] = mapped_column(String(200))
    """The class of what the last failure raised, without its message."""


class WorkerHeartbeat(Base):
    """A worker process that runs, or has ended without anybody on its host to notice."""

    __tablename__ = "worker_heartbeats"
    __table_args__ = NOT_PUBLIC

    process: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Its lifeline."""
    host: Mapped[str] = mapped_column(String(255))
    pid: Mapped[int]
    started_at: Mapped[datetime]
    last_loop_at: Mapped[datetime]
    """When it last began a round of what takes turns in it; written every few seconds."""
