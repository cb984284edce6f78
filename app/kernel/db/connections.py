"""How connections to the database are made, how many, and how long who asks for a page waits.

A page is waited for by somebody: its statements give up after DATABASE_SECONDS. What commands and
the worker do may take hours. A connection that has served a page keeps its patience.
"""

import time
from collections.abc import Mapping
from typing import Any

import structlog
from flask import has_request_context
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError

from app.kernel.db.faults import Outage, outage_behind

OF_POSTGRESQL = {
    "connect_timeout": 3,
    "tcp_user_timeout": 5000,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
}
"""After how many seconds a silent server counts as gone; ``tcp_user_timeout`` in milliseconds."""
POOL_TIMEOUT = 5
"""Seconds that somebody waits for a connection while others have them all."""
MARGIN = 0.5
"""Seconds of the patience of a page that are left for the page that says so."""
PATIENT = "patient"
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0
"""Seconds between two looks whether the database is there yet."""

log = structlog.get_logger()


def engine_options(config: Mapping[str, Any]) -> dict[str, Any]:
    """What Flask-SQLAlchemy makes the engine with. Messages never quote what people wrote."""
    if str(config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite"):
        return {"connect_args": {"timeout": 10}, "hide_parameters": True}
    return {
        "connect_args": dict(OF_POSTGRESQL),
        "pool_pre_ping": True,
        "pool_size": int(config["DATABASE_POOL_SIZE"]),
        "max_overflow": int(config["DATABASE_POOL_SIZE"]),
        "pool_timeout": POOL_TIMEOUT,
        "hide_parameters": True,
    }


def limit_patience(engine: Engine, seconds: int) -> None:
    """Have statements of pages give up after ``seconds``: set once for each connection."""
    milliseconds = int((seconds - MARGIN) * 1000)
    is_sqlite = engine.dialect.name == "sqlite"
    statement = f"PRAGMA busy_timeout={milliseconds}" if is_sqlite else ""

    @event.listens_for(engine, "checkout")
    def set_patience(connection: Any, record: Any, _proxy: Any) -> None:
        if record.info.get(PATIENT) or not has_request_context():
            return
        if is_sqlite:
            connection.execute(statement)
        else:
            connection.autocommit = True
            connection.execute(f"SET statement_timeout = {milliseconds}")
            connection.autocommit = False
        record.info[PATIENT] = True


def wait_until_reachable(engine: Engine) -> None:
    """Return once the database answers, however long that takes; another fault is raised."""
    pause = FIRST_PAUSE
    while True:
        try:
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except OperationalError as error:
            if outage_behind(error) not in (Outage.AWAY, Outage.BUSY):
                raise
            if pause == FIRST_PAUSE:
                log.warning("database.awaited")
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            return
