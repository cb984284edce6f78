"""Sites made for tests."""

import dataclasses
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import delete

import config
from app import create_app
from app.kernel.db.session import db
from app.kernel.jobs.models import OutboxMessage
from app.kernel.web import limits
from app.ops import migrations
from tests.support import factories  # noqa: F401  # loads the models of all tables

QUICK = {
    "TESTING": True,
    "PASSWORD_MEMORY_KIB": 16,
    "PROOF_AFTER_ADDRESS": 0,
    "PROOF_AFTER_ALL": 0,
}
"""A third of a second for each sign-in would be a third of the suite. All tests come from one
address, and many of them report something."""


FEW = 25
"""A closed site is a knot of seven megabytes, which Python would leave for hundreds of tests."""

_compiled = FileSystemBytecodeCache()
"""What was compiled of templates stays for all sites, workers and runs; another text is not it."""
_closed = count(1)


@contextmanager
def open_app(database: str, data_dir: Path, **settings: object) -> Iterator[Flask]:
    """A site on ``database`` that keeps its files in ``data_dir``; closes what it opened."""
    folder = str(data_dir)
    environment = {"DATABASE_URL": database, "DATA_DIR": folder, "MEMORY_DIR": folder}
    loaded, counters = config.load(environment), vars(limits.limiter).copy()
    app = create_app(dataclasses.replace(loaded, **(QUICK | settings)))  # type: ignore[arg-type]
    app.jinja_env.bytecode_cache = _compiled
    migrations.init_app(app)
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        app.extensions["rate_counts"].dispose()
        # All sites share one limiter, which is left to those that were there before.
        vars(limits.limiter).update(counters)
        if next(_closed) % FEW == 0:
            gc.collect()


def fill_template(database: str, data_dir: Path) -> str:
    """Give ``database`` the tables and reference data that every site has after ``flask setup``.

    As if the worker had been by: nothing waits for it.
    """
    with open_app(database, data_dir) as app, app.app_context():
        upgrade()
        result = app.test_cli_runner().invoke(args=["setup"])
        if result.exit_code != 0:
            raise RuntimeError(result.output) from result.exception
        db.session.execute(delete(OutboxMessage))
        db.session.commit()
        empty_the_log()
    return database


def empty_the_log() -> None:
    """Have all in the file of the database itself, so that it can be copied."""
    db.session.remove()
    if db.engine.dialect.name == "sqlite":
        raw = db.engine.raw_connection()
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.close()
