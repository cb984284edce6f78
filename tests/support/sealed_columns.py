"""Every sealed column there is, and a word of its own in each of them.

The columns are found by their type, so that a new one takes part without being named here.
"""

import enum
import secrets
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Table, TypeDecorator, func, insert, select, update

from app.kernel import clock
from app.kernel.crypto.encryption import EncryptedJSON, EncryptedText
from app.kernel.db.session import Base, db

TOGETHER: dict[str, dict[str, Any]] = {"rewards.raise_reason": {"raise_percent": 20}}
"""What a constraint wants beside what is sealed in a column."""


def sealed_columns(table: Table) -> list[Column[Any]]:
    """Those of a table."""
    return [column for column in table.columns if isinstance(column.type, EncryptedText)]


def seed_sealed_columns() -> dict[str, str]:
    """Put a word into one row of each sealed column; returns the words by column.

    A table without rows gets one, made from its columns alone.
    """
    words: dict[str, str] = {}
    for table in Base.metadata.sorted_tables:
        for column in sealed_columns(table):
            word = f"sealed{secrets.token_hex(8)}"
            if not db.session.scalar(select(func.count()).select_from(table)):
                db.session.execute(insert(table).values(dict(_filled(table))))
            _put(table, column, word)
            words[str(column)] = word
    db.session.commit()
    return words


def stored(table: Table, column: Column[Any]) -> list[Any]:
    """All that a column holds, unsealed."""
    return list(db.session.scalars(select(column).select_from(table).where(column.is_not(None))))


def _put(table: Table, column: Column[Any], word: str) -> None:
    """Into a row that has something there already, else into any."""
    keys = [*table.primary_key.columns]
    row = db.session.execute(select(*keys, column).order_by(column.is_(None)).limit(1)).one()
    is_json = isinstance(column.type, EncryptedJSON)
    value = _worded(row[-1] or {"word": ""}, word) if is_json else word
    chosen = [key == row[place] for place, key in enumerate(keys)]
    beside = TOGETHER.get(str(column), {})
    db.session.execute(update(table).where(*chosen).values({column.name: value, **beside}))


def _worded(value: Any, word: str) -> Any:
    """The same with the word in place of each text in it."""
    if isinstance(value, dict):
        return {name: _worded(each, word) for name, each in value.items()}
    if isinstance(value, list):
        return [_worded(each, word) for each in value]
    return word if isinstance(value, str) else value


def _filled(table: Table) -> Iterator[tuple[str, Any]]:
    """What a row needs at least: something of another table where it points there."""
    for column in table.columns:
        is_left_out = column.nullable or column.default or column.server_default
        if column.foreign_keys and not column.nullable:
            (key,) = column.foreign_keys
            yield column.name, db.session.scalar(select(key.column).limit(1))
        elif isinstance(column.type, EncryptedText):
            yield column.name, {} if isinstance(column.type, EncryptedJSON) else ""
        elif not is_left_out and not column.primary_key:
            yield column.name, _something(column)


def _something(column: Column[Any]) -> Any:
    stored_as: Any = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    kind = stored_as.python_type
    if issubclass(kind, enum.Enum):
        return next(iter(kind))
    values = {datetime: clock.now(), date: clock.today(), int: 1, bool: False, dict: {}}
    length = getattr(column.type, "length", None) or 64
    return values.get(kind, secrets.token_hex(32)[:length])
