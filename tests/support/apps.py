"""Sites made for tests."""

import dataclasses
from pathlib import Path

from flask import Flask

import config
from app import create_app
from app.core.db import db
from tests.support import factories  # noqa: F401  # loads the models, so that all tables are made


def make_app(database: str, data_dir: Path, **settings: object) -> Flask:
    """A site on ``database`` that keeps its files in ``data_dir``."""
    loaded = config.load({"DATABASE_URL": database, "DATA_DIR": str(data_dir)})
    return create_app(dataclasses.replace(loaded, TESTING=True, **settings))  # type: ignore[arg-type]


def fill_template(database: str, data_dir: Path) -> None:
    """Make the tables and the reference data that every site has after ``flask setup``."""
    app = make_app(database, data_dir)
    with app.app_context():
        db.create_all()
        if "setup" in app.cli.commands:
            result = app.test_cli_runner().invoke(args=["setup"])
            if result.exit_code != 0:
                raise RuntimeError(result.output) from result.exception
        db.session.remove()
        if db.engine.dialect.name == "sqlite":
            raw = db.engine.raw_connection()
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.close()
        db.engine.dispose()
