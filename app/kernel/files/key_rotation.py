"""Re-encryption of all that is stored, after a new key was put first in a list of keys."""

import time
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

from app.kernel.crypto.encryption import EncryptedText, Keyring, Ring, blind_index, keyring
from app.kernel.db.key_canaries import encrypted_columns
from app.kernel.db.session import db
from app.kernel.files import uploads

BATCH = 500
"""Values of one commit."""
PAUSE = 0.05
"""In seconds."""


def rotate_keys() -> int:
    """Re-encrypt each stored value and file that uses another key; returns how many.

    Commits batch by batch. What is done is known by its key's name, so after an interruption
    the next call goes on where this one stopped. Afterwards no value needs an old key, except
    the audit chain: see ``docs/adr``.
    """
    renewed = 0
    for column in encrypted_columns():
        renewed += _rotate_column(column)
    return renewed + uploads.reseal_all()


def _rotate_column(column: Column[Any]) -> int:
    renewed = 0
    while True:
        batch = _rotate_batch(column)
        renewed += batch
        if not batch:
            if not _has_old_values(column):
                return renewed
            time.sleep(PAUSE)  # what is left is being written by the site


def _rotate_batch(column: Column[Any]) -> int:
    """Renew some values. Rows that the site is writing are passed over: it never waits for us
    while we wait for it, which the database would end by refusing one of the two."""
    table = column.table
    stored = type_coerce(column, Text)
    old = (
        select(*table.primary_key, column.label("value"), stored.label("stored"))
        .where(*_is_old(column))
        .order_by(*table.primary_key)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    with db.engine.begin() as connection:
        rows = connection.execute(old).all()
        for row in rows:
            _renew(connection, column, row, stored == row.stored)
    return len(rows)


def _has_old_values(column: Column[Any]) -> bool:
    with db.engine.connect() as connection:
        found = select(*column.table.primary_key).where(*_is_old(column)).limit(1)
        return connection.execute(found).first() is not None


def _is_old(column: Column[Any]) -> tuple[ColumnElement[bool], ...]:
    stored = type_coerce(column, Text)
    return column.is_not(None), stored.not_like(f"{_ring_of(column).current}:%")


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
