"""All that a site keeps, as bytes: tables, files, the write-ahead log, and a backup of it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import inspect, make_url, text

from app.kernel.db.session import db
from app.ops.backup import POSTGRES_COPY, make_backup


def kept_by(app: Flask, backups: Path) -> Iterator[tuple[str, bytes]]:
    """Where it is, and what: database, log of changes, counters, index, mail, and a backup that
    is made in ``backups`` for it. To be asked for inside a context of ``app``."""
    for table in inspect(db.engine).get_table_names():
        for row in db.session.execute(text(f'SELECT * FROM "{table}"')):
            yield f"table {table}", "\n".join(map(str, row)).encode()
    db.session.rollback()
    for path in _files(app):
        yield path.name, path.read_bytes()
    for path in make_backup(backups).rglob("*"):
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
