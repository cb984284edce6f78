"""What ails the database or the disk, where it is no fault of the site: busy, away, or full."""

import errno
import sqlite3
from enum import StrEnum

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


class Outage(StrEnum):
    """Why nothing could be read or written just now."""

    BUSY = "busy"
    """Others hold what is needed, for longer than somebody waits for a page."""
    AWAY = "away"
    """The database does not answer, or takes no writes."""
    FULL = "full"
    """There is no room for what is to be written."""


NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
FULL_CODES = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
        sqlite3.SQLITE_IOERR_TRUNCATE,
        sqlite3.SQLITE_IOERR_FSYNC,
    }
)
"""SQLite's names for a disk without room; under a limit or quota it says that writing failed."""
PRIMARY = 0xFF
"""The bits of an SQLite code that tell its kind."""
OF_SQLITE = {
    sqlite3.SQLITE_BUSY: Outage.BUSY,
    sqlite3.SQLITE_LOCKED: Outage.BUSY,
    sqlite3.SQLITE_READONLY: Outage.AWAY,
    sqlite3.SQLITE_CANTOPEN: Outage.AWAY,
}
OF_POSTGRESQL = {
    "53100": Outage.FULL,  # disk_full
    "40001": Outage.BUSY,  # serialization_failure
    "40P01": Outage.BUSY,  # deadlock_detected
    "55P03": Outage.BUSY,  # lock_not_available
    "57014": Outage.BUSY,  # query_canceled, by the statement timeout
    "53300": Outage.AWAY,  # too_many_connections
    "25006": Outage.AWAY,  # read_only_sql_transaction
    "57P01": Outage.AWAY,  # admin_shutdown
    "57P02": Outage.AWAY,  # crash_shutdown
    "57P03": Outage.AWAY,  # cannot_connect_now
}
LOST = "08"
"""Begins the codes of PostgreSQL for a connection that is gone."""


def outage_behind(error: BaseException) -> Outage | None:
    """What it was that failed; None where it was the site."""
    if isinstance(error, PoolTimeoutError):  # no connection of the pool came free
        return Outage.BUSY
    if isinstance(error, OSError):
        return Outage.FULL if error.errno in NO_ROOM else None
    if not isinstance(error, DBAPIError):
        return None
    if isinstance(error.orig, sqlite3.Error):
        return _of_sqlite(getattr(error.orig, "sqlite_errorcode", 0))
    return _of_postgresql(error)


def _of_sqlite(code: int) -> Outage | None:
    if code in FULL_CODES:
        return Outage.FULL
    return OF_SQLITE.get(code & PRIMARY)


def _of_postgresql(error: DBAPIError) -> Outage | None:
    """A connection that could not be made, or has broken off, has no code."""
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        is_lost = error.connection_invalidated or type(error).__name__ == "OperationalError"
        return Outage.AWAY if is_lost else None
    return Outage.AWAY if state.startswith(LOST) else OF_POSTGRESQL.get(state)
