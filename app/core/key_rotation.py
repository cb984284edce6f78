"""Re-encryption of all that is stored, after a new key was put first in a list of keys."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Text,
    select,
    type_coerce,
    update,
)

from app.core import uploads
from app.core.crypto import EncryptedText, Keyring, Ring, blind_index, keyring
from app.core.db import Base, db

BATCH = 500


def rotate_keys() -> int:
    """Re-encrypt each stored value and file that uses another key; returns how many.

    Commits batch by batch. What is done is known by its key's name, so after an interruption
    the next call goes on where this one stopped. Afterwards no value needs an old key, except
    the audit chain: see ``docs/adr``.
    """
    renewed = 0
    for column in encrypted_columns():
        while batch := _rotate_batch(column):
            renewed += batch
    return renewed + uploads.reseal_all()


def encrypted_columns() -> Iterator[Column[Any]]:
    """All columns that hold encrypted values."""
    for table in Base.metadata.sorted_tables:
        yield from (column for column in table.columns if isinstance(column.type, EncryptedText))


def _rotate_batch(column: Column[Any]) -> int:
    table = column.table
    stored = type_coerce(column, Text)
    old = (
        select(*table.primary_key, column.label("value"), stored.label("stored"))
        .where(column.is_not(None), stored.not_like(f"{_ring_of(column).current}:%"))
        .order_by(*table.primary_key)
        .limit(BATCH)
    )
    with db.engine.begin() as connection:
        rows = connection.execute(old).all()
        for row in rows:
            _renew(connection, column, row, stored == row.stored)
    return len(rows)


def _ring_of(column: Column[Any]) -> Keyring:
    kind = column.type
    return keyring(kind.ring if isinstance(kind, EncryptedText) else Ring.CONTENT)


def _renew(
    connection: Connection,
    column: Column[Any],
    row: Any,
    unchanged: ColumnElement[bool],
) -> None:
    """Write one value anew, and the blind indexes made from it, unless it has just changed."""
    table = column.table
    values = {column.name: row.value} | {
        other.name: blind_index(str(row.value))
        for other in table.columns
        if other.info.get("blind_index_of") == column.name
    }
    this_row = [key == getattr(row, key.name) for key in table.primary_key]
    connection.execute(update(table).where(*this_row, unchanged).values(values))
