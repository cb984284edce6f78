"""Every sealed column there is, and a word of its own in each of them.

The columns are found by their type, so that a new one takes part without being named here.
"""

import enum
import secrets
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import (
    Column,
    Table,
    TypeDecorator,
    func,
    insert,
    inspect,
    make_url,
    select,
    text,
    update,
)

from app.kernel import clock
from app.kernel.crypto.columns import EncryptedJSON, EncryptedText, RowValue
from app.kernel.db.session import Base, db
from app.ops.backup.making import POSTGRES_COPY, make_backup

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
                db.session.execute(insert(table), dict(_filled(table)))
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
    sealed = RowValue(row[0], value)
    db.session.execute(update(table).where(*chosen).values({column.name: sealed, **beside}))


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


def stored_by(app: Flask, backups: Path) -> Iterator[tuple[str, bytes]]:
    """Where it is, and what: database, log of changes, counters, index, mail, and a backup that
    is made in ``backups`` for it. To be asked for inside a context of ``app``."""
    for table in inspect(db.engine).get_table_names():
        for row in db.session.execute(text(f'SELECT * FROM "{table}"')):
            yield f"table {table}", "\n".join(map(str, row)).encode()
    db.session.rollback()
    for path in _files(app):
        yield path.name, path.read_bytes()
    for path in make_backup(backups).folder.rglob("*"):
        if path.is_file():
            yield f"backup {path.name}", _unpacked(path)


def _files(app: Flask) -> Iterator[Path]:
    folder = Path(app.config["DATA_DIR"])
    yield from (path for path in folder.rglob("*") if path.is_file())
    address = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    if address.get_backend_name() == "sqlite":
        database = Path(str(address.database))
        yield from database.parent.glob(f"{database.name}*")


def _unpacked(path: Path) -> bytes:
    """The bytes of a file; of a packed copy of PostgreSQL, what it would restore."""
    if path.name != POSTGRES_COPY:
        return path.read_bytes()
    command = ["pg_restore", "--file=-", str(path)]
    return subprocess.run(command, capture_output=True, check=True).stdout
