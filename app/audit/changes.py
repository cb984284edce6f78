"""What an act changed, field by field: noted as the session writes it, told to the log.

The database's own words for the change are taken, after it has been written: so what a query
in between has flushed, and keys that come from a relationship, are there too.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from itertools import chain
from typing import Any, ClassVar

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from app.audit.rules import Changes, Value, clipped
from app.core.crypto import EncryptedText, keyring
from app.core.db import db
from app.core.labels import LabelledEnum
from app.masking import hide_numbers

PURPOSE = "audit value"
DIGEST = 16
NOTED = "audit.changes"


class Audited:
    """Mixin of models whose changes the log tells.

    Encrypted columns are never told: they hold what citizens wrote and who they are.
    """

    UNTOLD: ClassVar[frozenset[str]] = frozenset({"id", "created_at", "updated_at"})
    """Columns that say nothing of what was decided."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    """Columns of which the log keeps a keyed hash: enough to see that one was changed back."""


def changes_of(record: Audited) -> Changes:
    """What this transaction has changed of ``record`` and not told yet: field → old and new."""
    db.session.flush()
    noted: dict[Audited, Changes] = db.session.info.get(NOTED, {})
    return noted.pop(record, {})


@event.listens_for(db.session, "after_flush")
def _note(session: Session, _context: Any) -> None:
    for row in chain(session.new, session.dirty):
        if isinstance(row, Audited):
            told = session.info.setdefault(NOTED, {}).setdefault(row, {})
            for name, (old, new) in _written(row).items():
                told[name] = (told[name][0] if name in told else old, new)


@event.listens_for(db.session, "after_commit")
@event.listens_for(db.session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(NOTED, None)


def _written(row: Audited) -> Changes:
    state = inspect(row)
    changes = {}
    for attribute in state.mapper.column_attrs:
        name, (column, *_) = attribute.key, attribute.columns
        history = state.attrs[name].history
        if not history.has_changes() or name in row.UNTOLD:
            continue
        if not isinstance(column.type, EncryptedText):
            old, new = (_told(row, name, side) for side in (history.deleted, history.added))
            if old != new:
                changes[name] = (old, new)
    return changes


def _told(row: Audited, name: str, values: Any) -> Value:
    """A value as the log may keep it."""
    value = values[0] if values else None
    if value is None or isinstance(value, bool | int | float):
        return value
    text = _text(value)
    if name in row.PERSONAL:
        return f"校验值 {keyring().mac(PURPOSE, text.encode())[:DIGEST]}" if text else ""
    return clipped(hide_numbers(text))


def _text(value: Any) -> str:
    if isinstance(value, LabelledEnum):
        return value.label
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "；".join(f"{key}：{_text(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return "、".join(map(_text, value))
    return str(value)
