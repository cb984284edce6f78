"""What an act changed, field by field: noted as the session writes it, told to the log.

The database's own words for the change are taken, after it has been written: so what a query
in between has flushed, and keys that come from a relationship, are there too.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from itertools import chain
from typing import Any, ClassVar

from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.orm import Mapper

from app.kernel.audit.models import Changes, Value, clipped
from app.kernel.crypto.columns import EncryptedText
from app.kernel.crypto.encryption import keyring
from app.kernel.db.changes import ChangeStage, Flush, TransactionNotes, follow
from app.kernel.db.session import db
from app.kernel.labels import LabelledEnum
from app.kernel.masking import hide_numbers

PURPOSE = "audit value"
DIGEST = 16
"""Hexadecimal digits of the keyed hash of a personal value."""

Written = dict[str, tuple[Any, Any]]
"""Of a row: field → old and new value, as the session wrote them."""

_noted: TransactionNotes[dict["Audited", Written]] = TransactionNotes(dict)


class Audited:
    """Mixin of models whose changes the log tells.

    Encrypted columns are never told: they hold what citizens wrote and who they are.
    """

    UNTOLD: ClassVar[frozenset[str]] = frozenset({"id", "created_at", "updated_at"})
    """Columns that say nothing of what was decided."""

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    """Columns of which the log keeps a keyed hash: enough to see that one was changed back."""


def init_app(app: Flask) -> None:
    """Note what is written of audited rows."""
    follow(app, ChangeStage.AUDIT, flushed=_note)


def changes_of(record: Audited) -> Changes:
    """What this transaction has changed of ``record`` and not told yet: field → old and new."""
    db.session.flush()
    changes = {
        name: (_loggable(record, name, old), _loggable(record, name, new))
        for name, (old, new) in _noted.of(db.session()).pop(record, {}).items()
    }
    return {name: (old, new) for name, (old, new) in changes.items() if old != new}


def _note(flush: Flush) -> None:
    """Keep values as they are: few rows are asked for, and putting one into words costs more."""
    noted = _noted.of(flush.session)
    for row in chain(flush.new, flush.changed):
        if isinstance(row, Audited):
            before = noted.get(row, {})
            noted[row] = before | {
                name: (before[name][0] if name in before else old, new)
                for name, (old, new) in _written(row).items()
            }


def _written(row: Audited) -> Written:
    state = inspect(row)
    written = {}
    for name in _tellable(state.mapper):
        if name in state.committed_state:  # somebody has set it
            history = state.attrs[name].history
            if history.has_changes():
                old, new = (side[0] if side else None for side in (history.deleted, history.added))
                written[name] = (old, new)
    return written


@cache
def _tellable(mapper: Mapper[Any]) -> tuple[str, ...]:
    """The columns of a model of which the log may keep something."""
    return tuple(
        attribute.key
        for attribute in mapper.column_attrs
        if attribute.key not in mapper.class_.UNTOLD
        and not isinstance(attribute.columns[0].type, EncryptedText)
    )


def _loggable(row: Audited, name: str, value: Any) -> Value:
    """A value as the log may keep it."""
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
