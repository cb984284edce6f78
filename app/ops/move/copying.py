"""Copying all tables into an empty PostgreSQL database, in one transaction, and comparing them.

Rows come in as they are: what the database does by itself stands still meanwhile, and keys to other
tables are taken off first and put back last, when PostgreSQL checks each of them.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from app.ops.migrations import NUMBERS, upgrade_on
from app.ops.move.values import TableSum, as_postgres_reads

BATCH = 1000
"""Rows read at once."""
COLUMNS = text(
    "SELECT column_name, data_type FROM information_schema.columns "
    "WHERE table_schema = 'public' AND table_name = :name ORDER BY ordinal_position"
)
FOREIGN_KEYS = text(
    "SELECT conrelid::regclass::text AS owner, conname AS name, pg_get_constraintdef(oid) AS rule "
    "FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
)
SEQUENCE = text("SELECT pg_get_serial_sequence(:name, 'id')")

Step = Callable[[int], object]
"""Called with how many rows have been copied or compared since the last call."""


class MoveError(RuntimeError):
    """The site can't be moved, and the target is as it was; the message says why."""


@dataclass(frozen=True)
class MovedTable:
    """A table that is the same on both sides."""

    name: str
    rows: int


def move(source: Path, address: str, step: Step) -> list[MovedTable]:
    """Make the database at ``address`` the same as the SQLite file ``source``.

    It must be empty, and its account its owner. Others that write to the file wait until the end.
    Raises MoveError, with the target as it was, where something differs or fails.
    """
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"))
    try:
        with _locked(source) as reading, engine.begin() as target:
            if inspect(target).get_table_names():
                raise MoveError("the target is not empty: give a new database")
            upgrade_on(target)
            return _copied(reading, target, step)
    except (DBAPIError, sqlite3.Error, engine.dialect.loaded_dbapi.Error) as error:
        raise MoveError(str(getattr(error, "orig", error)).strip()) from error
    finally:
        engine.dispose()


def count_rows(source: Path) -> int:
    """How many rows the file holds in all."""
    with closing(sqlite3.connect(source)) as reading:
        return sum(
            reading.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608  # of the schema
            for name in _tables(reading)
        )


@contextmanager
def _locked(source: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(source, isolation_level=None)) as reading:
        reading.execute("PRAGMA busy_timeout = 10000")
        reading.execute("BEGIN IMMEDIATE")
        yield reading


def _tables(reading: sqlite3.Connection) -> list[str]:
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return sorted(name for (name,) in reading.execute(named) if name != NUMBERS)


def _copied(reading: sqlite3.Connection, target: Connection, step: Step) -> list[MovedTable]:
    tables = _tables(reading)
    if (there := set(inspect(target).get_table_names()) - {NUMBERS}) != set(tables):
        differing = ", ".join(sorted(there ^ set(tables)))
        raise MoveError(f"the tables are not those of this release: {differing}")
    target.execute(text("SET LOCAL TIME ZONE 'UTC'"))
    keys = target.execute(FOREIGN_KEYS).all()
    for key in keys:
        target.execute(text(f'ALTER TABLE {key.owner} DROP CONSTRAINT "{key.name}"'))
    moved = []
    for name in tables:
        target.execute(text(f'ALTER TABLE "{name}" DISABLE TRIGGER USER'))
        target.execute(text(f'DELETE FROM "{name}"'))  # noqa: S608  # what the migrations put there
        try:
            sent = _copy_table(reading, target, name, step)
        except (
            ValueError
        ) as error:  # of the driver, such as for NUL, which PostgreSQL does not take
            raise MoveError(f"{name}: {error}") from error
        if sent != _sum_of(target, name, step):
            raise MoveError(f"{name} is not the same in the target")
        target.execute(text(f'ALTER TABLE "{name}" ENABLE TRIGGER USER'))
        _go_on_counting(target, name)
        moved.append(MovedTable(name, sent.rows))
    for key in keys:
        rule = key.rule.replace(":", "\\:")
        target.execute(text(f'ALTER TABLE {key.owner} ADD CONSTRAINT "{key.name}" {rule}'))
    return moved


def _copy_table(reading: sqlite3.Connection, target: Connection, name: str, step: Step) -> TableSum:
    """Copy all rows; returns what was sent, as it is to be read again."""
    columns = target.execute(COLUMNS, {"name": name}).all()
    names = ", ".join(f'"{column.column_name}"' for column in columns)
    types = [column.data_type for column in columns]
    sent = TableSum()
    rows = reading.execute(f'SELECT {names} FROM "{name}"')  # noqa: S608  # of the catalogue
    driver: Any = target.connection.driver_connection
    with driver.cursor().copy(f'COPY "{name}" ({names}) FROM STDIN') as copy:
        while batch := rows.fetchmany(BATCH):
            for row in batch:
                copy.write_row(row)
                sent.add(as_postgres_reads(row, types))
            step(len(batch))
    return sent


def _sum_of(target: Connection, name: str, step: Step) -> TableSum:
    """What the target says after it has taken the rows, in the same order of columns."""
    found = TableSum()
    driver: Any = target.connection.driver_connection
    with driver.cursor(name="moved") as cursor:
        cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608  # of the catalogue
        while batch := cursor.fetchmany(BATCH):
            for row in batch:
                found.add(row)
            step(len(batch))
    return found


def _go_on_counting(target: Connection, name: str) -> None:
    """Have the next row numbered after those that are there."""
    columns = {column.column_name for column in target.execute(COLUMNS, {"name": name})}
    sequence = target.scalar(SEQUENCE, {"name": f'"{name}"'}) if "id" in columns else None
    if sequence is not None:
        highest = target.scalar(text(f'SELECT max(id) FROM "{name}"'))  # noqa: S608  # of the catalogue
        target.execute(
            text("SELECT setval(:sequence, :last, :is_used)"),
            {"sequence": sequence, "last": highest or 1, "is_used": highest is not None},
        )
