"""The database session, the declarative base, and how transactions begin.

SQLite runs in WAL with foreign keys on. A deferred transaction that reads and then writes
fails at once when another writer was faster, whatever the busy timeout; so each transaction
begins IMMEDIATE unless ``reading_only`` says that it will not write.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeVar

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Select,
    TypeDecorator,
    event,
)
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, registry

from app.kernel.crypto.row_binding import bind_rows
from app.kernel.db.connections import engine_options, limit_patience
from app.kernel.errors import NotFoundError

Item = TypeVar("Item")
AnySelect = Select[*tuple[Any, ...]]
"""A statement that selects whatever its module says."""
WRITTEN = "written"
"""An execution option of statements in bulk: the names of the columns that they write, for those
who count what is written."""

TURN_OF_OTHERS = 0.15
"""Seconds. Who waits for SQLite's one writer looks again each tenth of a second at least."""

_reading_only: ContextVar[bool] = ContextVar("reading_only", default=False)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; refuses naive values."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no meaning here")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all models: constraint names by convention, enums by value, instants in UTC."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UTCDateTime(),
            Enum: SqlEnum(
                Enum,
                native_enum=False,
                create_constraint=False,
                length=40,
                values_callable=lambda members: [member.value for member in members],
            ),
        },
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


@contextmanager
def reading_only() -> Iterator[None]:
    """Transactions begun inside take no write lock. For requests that only look."""
    token = _reading_only.set(True)
    try:
        yield
    finally:
        _reading_only.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """A short transaction of its own, in a request that otherwise only looks.

    What was read before is given up, and read afresh when it is used again.
    """
    db.session.rollback()
    token = _reading_only.set(False)
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()
        _reading_only.reset(token)


def let_others_write() -> None:
    """After a commit in a row of many: give those who wait for SQLite's one writer their turn.

    SQLite keeps no queue: who begins again at once is nearly always faster than those who wait,
    and these give up in the end. A server of databases has a queue for each row, and no need.
    """
    if db.engine.dialect.name == "sqlite":
        time.sleep(TURN_OF_OTHERS)


def insert_or(model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
    if db.engine.dialect.name == "postgresql":
        return postgresql.insert(model)
    return sqlite.insert(model)


def begin_reading() -> None:
    """Mark the current context as one that only reads (a GET request, until it ends)."""
    _reading_only.set(True)


def end_reading() -> None:
    """Undo ``begin_reading``."""
    _reading_only.set(False)


def only(statement: Select[Item]) -> Item:
    """The one thing that is selected. Raises NotFoundError where there is none."""
    found: Item | None = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def init_app(app: Flask) -> None:
    """Bind the database, sealed values to their rows, and prepare each SQLite connection."""
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(app.config))
    db.init_app(app)
    with app.app_context():
        bind_rows(db.engine)
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine)
        limit_patience(db.engine, int(app.config["DATABASE_SECONDS"]))


def prepare_sqlite(engine: Engine) -> None:
    """Set the pragmas on connect, and take over BEGIN from the driver.

    A statement waits ten seconds for another writer.
    """

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=10000",
            "secure_delete=ON",
            "trusted_schema=OFF",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if _reading_only.get() else "BEGIN IMMEDIATE")
