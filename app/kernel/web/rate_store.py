"""Where the counters of ``limits`` are kept: a table that all processes share.

On PostgreSQL it is in the database. On SQLite it is in a file beside the database, so that
counting never waits for a writer of the site, and never makes one wait.
"""

import time
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from limits.storage import Storage
from sqlalchemy import (
    ColumnElement,
    Dialect,
    Engine,
    Float,
    Integer,
    String,
    bindparam,
    case,
    create_engine,
    delete,
    event,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql.compiler import SQLCompiler

from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base, db

URI = "table://"


class RateCount(Base):
    """How often something was done in the window that ends at ``expires_at`` (epoch seconds)."""

    __tablename__ = "rate_counts"
    __table_args__ = NOT_PUBLIC

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[float] = mapped_column(index=True)


@lru_cache(maxsize=4)
def _counting(dialect: Dialect) -> SQLCompiler:
    """The statement that counts, as the driver takes it: to make it takes longer than to run it."""
    insert = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    amount = bindparam("amount", type_=Integer)
    now, until = bindparam("now", type_=Float), bindparam("until", type_=Float)
    ended = RateCount.expires_at <= now
    counting = (
        insert(RateCount)
        .values(key=bindparam("key"), count=amount, expires_at=until)
        .on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": case((ended, amount), else_=RateCount.count + amount),
                "expires_at": case((ended, until), else_=RateCount.expires_at),
            },
        )
        .returning(RateCount.count)
    )
    return counting.compile(dialect=dialect)


class TableStorage(Storage):
    """Fixed windows in the table ``rate_counts``; each count is one atomic statement."""

    STORAGE_SCHEME = ["table"]  # noqa: RUF012  # the base class declares it so

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        return SQLAlchemyError, _engine().dialect.loaded_dbapi.Error

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count, beginning a window of ``expiry`` seconds when the last one has ended.

        Each search is counted: the driver is asked straight, which takes a fifth of the time.
        """
        now = time.time()
        engine = _engine()
        counting = _counting(engine.dialect)
        values: Any = {"key": key, "amount": amount, "now": now, "until": now + expiry}
        if counting.positiontup is not None:  # SQLite's driver takes values by their place
            values = [values[name] for name in counting.positiontup]
        with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(counting.string, values)
            ((count,),) = cursor.fetchall()
        return int(count)

    def get(self, key: str) -> int:
        """The count of the present window."""
        live = (RateCount.key == key, RateCount.expires_at > time.time())
        with _engine().connect() as connection:
            return connection.execute(select(RateCount.count).where(*live)).scalar() or 0

    def get_expiry(self, key: str) -> float:
        """When the present window ends, in seconds since 1970."""
        with _engine().connect() as connection:
            ends = select(RateCount.expires_at).where(RateCount.key == key)
            return connection.execute(ends).scalar() or time.time()

    def check(self) -> bool:
        """Whether the store answers."""
        try:
            with _engine().connect() as connection:
                connection.execute(select(1))
        except SQLAlchemyError:
            return False
        return True

    def reset(self) -> int:
        """Forget all counts."""
        return _remove()

    def clear(self, key: str) -> None:
        """Forget one count."""
        _remove(RateCount.key == key)


def init_app(app: Flask) -> None:
    """Open the store; on SQLite, make its file.

    On PostgreSQL it has connections of its own: who counts may hold one of the site already, and
    where all do and wait for another, nobody would get one.
    """
    with app.app_context():
        url = db.engine.url
    if url.get_backend_name() == "sqlite":
        engine = _open_file(Path(app.config["DATA_DIR"]) / "limits.db")
    else:
        engine = create_engine(
            url, isolation_level="AUTOCOMMIT", pool_pre_ping=True, hide_parameters=True
        )
    app.extensions["rate_counts"] = engine


def remove_expired() -> None:
    """Forget the windows that have ended."""
    _remove(RateCount.expires_at <= time.time())


def _remove(*which: ColumnElement[bool]) -> int:
    with _engine().connect() as connection:
        return connection.execute(delete(RateCount).where(*which)).rowcount


def _engine() -> Engine:
    engine: Engine = current_app.extensions["rate_counts"]
    return engine


def _open_file(path: Path) -> Engine:
    """Counters need no durability: after a power failure they may start anew."""
    engine = create_engine(
        f"sqlite:///{path}", isolation_level="AUTOCOMMIT", connect_args={"timeout": 5}
    )

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=OFF")

    table = Base.metadata.tables["rate_counts"]
    with engine.begin() as connection:  # site and worker may come here at the same moment
        connection.execute(CreateTable(table, if_not_exists=True))
        for index in table.indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))
    engine.dispose()
    return engine
