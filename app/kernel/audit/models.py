"""The log of who did what: rows that are only ever added, each sealed to the one before."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.audit.rules import CHAIN_VERSION
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base

NEWEST = ("at", "id")
SEARCHED = ("actor_name", "action", "object_type", "result")
"""Columns by which auditors search, each indexed in the order of the list."""


class AuditEvent(Base):
    """One act, with the actor and the object as plain values: they must outlive their rows.

    The database itself refuses to change or remove them: ``migrations/triggers.py``.

    ``mac`` is the keyed hash over this row and the ``mac`` of the row before. Its key comes
    from ENCRYPTION_KEYS, outside the database; ``key_name`` says which.
    """

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_at", *NEWEST, "actor_role"),
        Index("ix_audit_events_object", "object_type", "object_id"),
        *(Index(f"ix_audit_events_{name}", name, *NEWEST) for name in SEARCHED),
        Index("ix_audit_events_request", "request_id"),
        NOT_PUBLIC,
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_name: Mapped[str] = mapped_column(String(80))
    actor_role: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(80))
    result: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=CHAIN_VERSION, server_default="1")
    """Which columns the hash vouches for; rows from before it was kept are of the first."""
    request_id: Mapped[str] = mapped_column(String(32), default="", server_default="")
    changes: Mapped[str] = mapped_column(Text, default="", server_default="")
    """JSON: by field, what stood there before and what stands there now."""
    key_name: Mapped[str] = mapped_column(String(20))
    mac: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The end of the chain: one row, locked by each writer, so that the chain never forks.

    Its own ``mac`` keeps a shortened chain from passing for a whole one.
    """

    __tablename__ = "audit_head"
    __table_args__ = NOT_PUBLIC

    id: Mapped[int] = mapped_column(primary_key=True)
    last_id: Mapped[int]
    last_mac: Mapped[str] = mapped_column(String(64))
    key_name: Mapped[str] = mapped_column(String(20))
    mac: Mapped[str] = mapped_column(String(64))
