"""The log of who did what: rows that are only ever added, each sealed to the one before."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base
from app.kernel.labels import LabelledEnum

NEWEST = ("at", "id")
SEARCHED = ("actor_name", "action", "object_type", "result")
"""Columns by which auditors search, each indexed in the order of the list."""
FIRST_LINK = "0" * 64
CHAIN_VERSION = 2
"""How rows are sealed today; each row says how it was."""

EPOCH_SEALED = "audit.epoch_sealed"
"""The action of a row that vouches for all rows before it; ``object_id`` is their digest."""

LONGEST = 500
"""In characters."""

Value = str | int | float | bool | None
Changes = dict[str, tuple[Value, Value]]
"""By field, what stood there before and what stands there now."""


class AuditEvent(Base):
    """One act (GB/T 22239-2019, 安全审计), with actor and object as values that outlive their rows.

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


class Result(LabelledEnum):
    """How an act ended."""

    DONE = ("done", "成功")
    DENIED = ("denied", "拒绝")
    FAILED = ("failed", "失败")


@dataclass(frozen=True)
class Actor:
    """Who acts, as values. The public and the site itself act without an id."""

    id: int | None
    name: str
    role: str


PUBLIC = Actor(None, "公众", "public")
SYSTEM = Actor(None, "系统", "system")


def canonical(at: datetime, values: tuple[object, ...]) -> bytes:
    """One unambiguous form of a row's content, to be hashed."""
    return json.dumps([at.isoformat(), *values], ensure_ascii=False).encode()


def clipped(text: str) -> str:
    """``text`` as far as the log keeps it."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…（共 {len(text)} 字）"


def written(changes: Changes) -> str:
    """Changes as the log keeps them, empty when there are none."""
    return json.dumps(changes, ensure_ascii=False, sort_keys=True) if changes else ""


def read(changes: str) -> Changes:
    """The changes that ``written`` wrote."""
    found = json.loads(changes) if changes else {}
    return {field: (old, new) for field, (old, new) in found.items()}
