"""Where the counters of ``limits`` are kept: in Redis, or in a table that all processes share.

On PostgreSQL it is in the database. On SQLite it is in a file beside the database, so that
counting never waits for a writer of the site, and never makes one wait.

What is counted stands under its hash with the salt of the day, and its window ends with the full
minute or hour: a row tells neither who did something, nor what, nor when within the window.
"""

import fcntl
import sqlite3
import time
from abc import abstractmethod
from contextlib import closing
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, current_app
from limits.storage import RedisStorage, Storage
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
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.sql.compiler import SQLCompiler

from app.kernel import clock
from app.kernel.db import connections
from app.kernel.db.revision import NOT_PUBLIC
from app.kernel.db.session import Base, db
from app.kernel.web import day_salt

URI = "table://"
REDIS = "salted+"
"""Before the address of a Redis: this module's way to count there."""
REDIS_OPTIONS = {"socket_timeout": 2, "socket_connect_timeout": 2}
"""Seconds that a Redis has to answer."""
DAY = 24 * 3600
"""In seconds."""
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

log = structlog.get_logger()


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


def window_end(seconds: int) -> int:
    """When the present window of this length ends, in seconds since 1970: alike for everybody."""
    now = int(time.time())
    return now - now % seconds + seconds


class SaltedCounting:
    """Fixed windows, of which neither what is counted nor the moment of a count can be told."""

    @abstractmethod
    def count_until(self, key: str, until: int, amount: int) -> int:
        """Count under ``key``, anew when the last window has ended; this one ends at ``until``."""

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count in the present window of ``expiry`` seconds."""
        return self.count_until(day_salt.hashed(key), window_end(expiry), amount)

    def tally(self, key: str, days: int) -> int:
        """Count for days from the first time on, under a key that says nothing by itself."""
        return self.count_until(key, window_end(DAY) + (days - 1) * DAY, 1)


class TableStorage(SaltedCounting, Storage):
    """Counters in the table ``rate_counts``; each count is one atomic statement."""

    STORAGE_SCHEME = ["table"]  # noqa: RUF012  # the base class declares it so

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        return SQLAlchemyError, _engine().dialect.loaded_dbapi.Error

    def count_until(self, key: str, until: int, amount: int) -> int:
        """Each search is counted: the driver is asked straight, which takes a fifth of the time."""
        engine = _engine()
        counting = _counting(engine.dialect)
        values: Any = {"key": key, "amount": amount, "now": time.time(), "until": until}
        if counting.positiontup is not None:  # SQLite's driver takes values by their place
            values = [values[name] for name in counting.positiontup]
        with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(counting.string, values)
            ((count,),) = cursor.fetchall()
        return int(count)

    def get(self, key: str) -> int:
        """The count of the present window."""
        live = (RateCount.key == day_salt.hashed(key), RateCount.expires_at > time.time())
        with _engine().connect() as connection:
            return connection.execute(select(RateCount.count).where(*live)).scalar() or 0

    def get_expiry(self, key: str) -> float:
        """When the present window ends, in seconds since 1970."""
        with _engine().connect() as connection:
            ends = select(RateCount.expires_at).where(RateCount.key == day_salt.hashed(key))
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
        _remove(RateCount.key == day_salt.hashed(key))


COUNT = b"""
local count = redis.call("INCRBY", KEYS[1], ARGV[2])
if count == tonumber(ARGV[2]) then redis.call("EXPIREAT", KEYS[1], ARGV[1]) end
return count
"""


class SaltedRedis(SaltedCounting, RedisStorage):
    """Counters in Redis, which also keeps the salt of the day for all hosts."""

    STORAGE_SCHEME = [f"{REDIS}{scheme}" for scheme in ("redis", "rediss", "redis+unix")]  # noqa: RUF012  # as above

    def __init__(self, uri: str, **options: Any) -> None:
        super().__init__(uri.removeprefix(REDIS), **options)
        self._counting = self.get_connection().register_script(COUNT)

    def prefixed_key(self, key: str) -> str:
        return super().prefixed_key(day_salt.hashed(key))

    def count_until(self, key: str, until: int, amount: int) -> int:
        """The full second at which a window ends tells nothing of the moment of a count."""
        return int(self._counting([super().prefixed_key(key)], [until, amount]))

    def share(self, day: date, offered: bytes) -> bytes:
        """Offer the salt of a day to all hosts; returns the one that was offered first."""
        name, midnight = f"mingjian/salt/{day}", clock.day_start(day + timedelta(days=1))
        redis: Any = self.get_connection()
        redis.set(name, offered.hex(), nx=True, exat=int(midnight.timestamp()) + 60)
        first = redis.get(name)
        return bytes.fromhex(first.decode()) if first else offered


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
        options = connections.engine_options(app.config)
        engine = create_engine(url, isolation_level="AUTOCOMMIT", **options)
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
        f"sqlite:///{path}", isolation_level="AUTOCOMMIT", connect_args={"timeout": 1}
    )

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA secure_delete=ON")

    with path.with_suffix(".lock").open("w") as lock:  # others may start at the same moment
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            if not _is_sound(engine):
                log.warning("rate_counts.damaged", made="anew")
                for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
                    file.unlink(missing_ok=True)
            _make_table(engine)
        except OperationalError as error:  # no room, or no right to write: processes count alone
            log.warning("rate_counts.not_opened", error=type(error).__name__)
    engine.dispose()
    return engine


def _is_sound(engine: Engine) -> bool:
    """Whether SQLite can read the file."""
    try:
        with engine.connect() as connection:
            return connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"
    except DatabaseError as error:
        if getattr(error.orig, "sqlite_errorcode", 0) in DAMAGED:
            return False
        raise
    finally:
        engine.dispose()


def _make_table(engine: Engine) -> None:
    table = Base.metadata.tables["rate_counts"]
    with engine.begin() as connection:
        connection.execute(CreateTable(table, if_not_exists=True))
        for index in table.indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))
