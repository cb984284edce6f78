"""Re-encryption of all that is stored, after a new key was put first in a list of keys.

It also binds to their rows the values of before that was done, in the same passes: once none is
left, the site refuses whatever is not bound.
"""

import time
from collections.abc import Iterator
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import Column, ColumnElement, Connection, Text, select, type_coerce, update

from app.kernel import clock
from app.kernel.crypto.columns import REFUSES_UNBOUND, EncryptedText, RowValue
from app.kernel.crypto.encryption import CryptoError, blind_index
from app.kernel.db.key_canaries import encrypted_columns
from app.kernel.db.session import db, reading_only, writing
from app.kernel.db.site import facts, state_fact
from app.kernel.files import uploads

log = structlog.get_logger()

BATCH = 500
"""Values of one commit."""
MANY_FAULTS = 1000
"""Values of a column that do not open; where there are more, it is the keys that are wrong."""
PAUSE = 0.05
"""In seconds."""
ALL_BOUND = "values_bound_to_rows"
"""The fact that says since when values which are bound to no row are refused."""


def init_app(app: Flask) -> None:
    """Have columns ask whether values that are bound to no row are refused."""
    app.extensions[REFUSES_UNBOUND] = refuses_unbound


def refuses_unbound() -> bool:
    """Whether all values were seen to be bound to their rows."""
    return ALL_BOUND in facts()


def rotate_keys() -> int:
    """Re-encrypt each stored value and file that uses another key or is bound to no row.

    Returns how many. Commits batch by batch. What is done is known by how it begins, so after an
    interruption the next call goes on where this one stopped. Afterwards no value needs an old
    key, except the audit chain: see ``docs/adr``. A value that does not open is passed over and
    stays as it is, for ``altered_values`` to name; CryptoError where a thousand do not.
    """
    renewed = 0
    for column in encrypted_columns():
        renewed += _rotate_column(column)
    note_binding()
    return renewed + uploads.reseal_all()


def note_binding() -> None:
    """Have values that are bound to no row refused from now on, where none is left that opens."""
    if _refuses_already() or any(_has_unbound(column) for column in encrypted_columns()):
        return
    with writing():
        state_fact(ALL_BOUND, clock.today().isoformat())


def _refuses_already() -> bool:
    """The same, without a transaction that goes on and keeps who writes waiting."""
    with reading_only():
        refuses = refuses_unbound()
        db.session.rollback()
    return refuses


def altered_values() -> Iterator[tuple[str, int]]:
    """Column and row of each stored value that does not open where it stands."""
    unbound = not _refuses_already()
    for column in encrypted_columns():
        kind = _kind(column)
        (key,) = column.table.primary_key
        for number, stored in _stored_values(column, key):
            if not _opens(kind, stored, number, unbound=unbound):
                yield str(column), number


def _stored_values(column: Column[Any], key: Column[Any]) -> Iterator[tuple[int, str]]:
    statement = select(key, type_coerce(column, Text)).where(column.is_not(None)).order_by(key)
    last = 0
    while True:
        with reading_only(), db.engine.connect() as connection:
            rows = connection.execute(statement.where(key > last).limit(BATCH)).all()
        yield from ((row[0], row[1]) for row in rows)
        if not rows:
            return
        last = rows[-1][0]


def _opens(kind: EncryptedText, stored: str, number: int, *, unbound: bool) -> bool:
    try:
        kind.open(stored, number, unbound=unbound)
    except CryptoError:
        return False
    return True


def _rotate_column(column: Column[Any]) -> int:
    renewed, passed_over = 0, set[int]()
    while True:
        batch = _rotate_batch(column, passed_over)
        renewed += batch
        if not batch:
            if not _has_old_values(column, passed_over):
                return renewed
            time.sleep(PAUSE)  # what is left is being written by the site


def _rotate_batch(column: Column[Any], passed_over: set[int]) -> int:
    """Renew some values; those that do not open are added to ``passed_over``. Rows that the site
    is writing are passed over until later: it never waits for us while we wait for it, which the
    database would end by refusing one of the two."""
    (key,) = column.table.primary_key
    stored = type_coerce(column, Text)
    old = (
        select(key.label("number"), stored.label("stored"))
        .where(*_is_old(column, passed_over))
        .order_by(key)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    with db.engine.begin() as connection:
        rows = connection.execute(old).all()
        for row in rows:
            try:
                value = _kind(column).open(row.stored, row.number, unbound=True)
            except CryptoError as error:
                log.error("sealed value kept", place=str(column), row=row.number, reason=str(error))
                passed_over.add(row.number)
                if len(passed_over) > MANY_FAULTS:
                    raise
                continue
            _renew(connection, column, RowValue(row.number, value), stored == row.stored)
    return len(rows)


def _has_old_values(column: Column[Any], passed_over: set[int]) -> bool:
    with reading_only(), db.engine.connect() as connection:
        found = select(*column.table.primary_key).where(*_is_old(column, passed_over)).limit(1)
        return connection.execute(found).first() is not None


def _has_unbound(column: Column[Any]) -> bool:
    """Whether a value of before is left; one that does not open is none."""
    (key,) = column.table.primary_key
    stored = type_coerce(column, Text)
    left = select(key, stored).where(column.is_not(None), stored.not_like("%:%:%"))
    with reading_only(), db.engine.connect() as connection:
        rows = connection.execute(left)
        return any(_opens(_kind(column), row[1], row[0], unbound=True) for row in rows)


def _is_old(column: Column[Any], passed_over: set[int]) -> tuple[ColumnElement[bool], ...]:
    (key,) = column.table.primary_key
    stored = type_coerce(column, Text)
    prefix = _kind(column).current_prefix
    return column.is_not(None), stored.not_like(f"{prefix}%"), key.not_in(passed_over)


def _kind(column: Column[Any]) -> EncryptedText:
    kind = column.type
    assert isinstance(kind, EncryptedText)  # noqa: S101  # what encrypted_columns gives
    return kind


def _renew(
    connection: Connection,
    column: Column[Any],
    value: RowValue,
    unchanged: ColumnElement[bool],
) -> None:
    """Write one value anew, and the blind indexes made from it, unless it has just changed."""
    table = column.table
    (key,) = table.primary_key
    values = {column.name: value} | {
        other.name: blind_index(str(value.value))
        for other in table.columns
        if other.info.get("blind_index_of") == column.name
    }
    connection.execute(update(table).where(key == value.row, unchanged).values(values))
