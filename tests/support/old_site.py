"""The site of the last commit before the first release, as ``tests/data/site_of_0057`` keeps it."""

import lzma
import sqlite3
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, func, make_url, select

from app.kernel.db.session import db
from tests.support.apps import open_app
from tests.support.source import ROOT

KEPT = ROOT / "tests" / "data" / "site_of_0057" / "site.sql.xz"
KEYS = "k1:0000000000000000000000000000000000000000000000000000000000000057"
"""Under which its rows are encrypted; no other site uses them."""
AS_IT_IS = ("SET LOCAL session_replication_role = replica", "SET LOCAL TIME ZONE 'UTC'")
"""Rows come in without triggers and in any order; times without a zone are in UTC."""


def restore(address: str, folder: Path) -> None:
    """Put it into the empty database at ``address``; ``folder`` takes what that needs beside it."""
    if make_url(address).drivername == "sqlite":
        _write(Path(address.removeprefix("sqlite:///")))
        return
    file = folder / "before.db"
    _write(file)
    with open_app(address, folder) as site, site.app_context():
        upgrade(revision="0057")
        _copy(create_engine(f"sqlite:///{file}"), db.engine)


def _write(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.executescript(lzma.decompress(KEPT.read_bytes()).decode())


def _copy(old: Engine, new: Engine) -> None:
    """Fill the tables of ``new``, which are there, with the rows of those of ``old``."""
    before, after = MetaData(), MetaData()
    before.reflect(old)
    after.reflect(new)
    with old.connect() as source, new.begin() as target:
        for setting in AS_IT_IS:
            target.exec_driver_sql(setting)
        for table in after.tables.values():
            target.execute(table.delete())
            rows = source.execute(select(before.tables[table.name])).mappings().all()
            if rows:
                target.execute(table.insert(), [dict(row) for row in rows])
            if "id" in table.c:
                _go_on_counting(target, table)


def _go_on_counting(target: Connection, table: Table) -> None:
    """Have the next row numbered after those that are there."""
    sequence = func.pg_get_serial_sequence(table.name, "id")
    target.execute(select(func.setval(sequence, func.max(table.c.id))).where(sequence.is_not(None)))
