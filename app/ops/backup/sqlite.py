"""Copies of a SQLite database by its own online copy: one state, even while others write."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from flask import current_app
from sqlalchemy import make_url

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


def database_file() -> Path:
    """Where the database of the site lies."""
    return Path(str(make_url(str(current_app.config["SQLALCHEMY_DATABASE_URI"])).database))


def copy(source: Path, target: Path) -> None:
    """Make ``target`` the same database as ``source``, in one transaction of its own."""
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)


def count_rows(file: Path) -> Mapping[str, int]:
    """How many rows each table has."""
    with closing(sqlite3.connect(file)) as connection:
        names = sorted(name for (name,) in connection.execute(TABLES))
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608  # of the schema
            for name in names
        }
