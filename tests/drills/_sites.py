"""Sites that drills make, fill and run commands on, each on a database of its own.

With TEST_DATABASE_URL also on PostgreSQL, as an account that owns its database and nothing more.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import create_engine, inspect, make_url, text

import config
from app import create_app
from tests.bench import records

OWNER = "mingjian_drill_owner"
DATABASE = "mingjian_drill_site"


@dataclass(frozen=True)
class DrilledSite:
    """A site at rest: its folder, and the address of its database; none is SQLite in the folder."""

    name: str
    folder: Path
    address: str

    def command(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a command of ``flask`` on it."""
        settings = {"DATA_DIR": str(self.folder), "DATABASE_URL": self.address}
        return subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str) -> tuple[float, str]:
        """Run a command to its end: seconds, and what it said. RuntimeError if it fails."""
        begun = time.monotonic()
        running = self.command(*arguments)
        output, _ = running.communicate()
        if running.returncode:
            raise RuntimeError(f"{' '.join(arguments)} ended with {running.returncode}: {output}")
        return time.monotonic() - begun, output.strip()

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        engine = create_engine(self._url())
        try:
            with engine.connect() as connection:
                return {
                    name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0
                    for name in inspect(connection).get_table_names()
                }
        finally:
            engine.dispose()

    def beside(self, folder: Path) -> "DrilledSite":
        """The same database with another folder."""
        return DrilledSite(self.name, folder, self.address)

    def mark(self, word: str) -> None:
        """Leave a word in the database by which its state is known."""
        engine = create_engine(self._url())
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM site_facts WHERE name = 'drill'"))
            connection.execute(
                text("INSERT INTO site_facts (name, value) VALUES ('drill', :word)"), {"word": word}
            )
        engine.dispose()

    def marked(self) -> str | None:
        """The word that was left."""
        engine = create_engine(self._url())
        try:
            with engine.connect() as connection:
                found: str | None = connection.scalar(
                    text("SELECT value FROM site_facts WHERE name = 'drill'")
                )
                return found
        finally:
            engine.dispose()

    def fill(self, cases: int) -> None:
        """The demonstration, or with ``cases`` that many cases with companies and entries."""
        if not cases:
            for command in (["db", "upgrade"], ["setup"], ["demo"]):
                self.run(*command)
            return
        settings = {"DATA_DIR": str(self.folder), "DATABASE_URL": self.address}
        site = create_app(config.load(settings))
        with site.app_context():
            for _ in records.fill(site, cases):
                pass

    def _url(self) -> str:
        return self.address or f"sqlite:///{self.folder / 'mingjian.db'}"


@contextmanager
def site_on_sqlite() -> Iterator[DrilledSite]:
    """One in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        yield DrilledSite("SQLite", Path(folder), "")


@contextmanager
def site_on_postgresql(server: str) -> Iterator[DrilledSite]:
    """One on a new database of ``server``, whose account may make others."""
    plain = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        made = [
            f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)",
            f"DROP ROLE IF EXISTS {OWNER}",
            f"CREATE ROLE {OWNER} LOGIN",
            f"CREATE DATABASE {DATABASE} OWNER {OWNER} ENCODING 'UTF8' TEMPLATE template0",
        ]
        for statement in made:
            connection.execute(statement.encode())
        address = make_url(server).set(username=OWNER, password=None, database=DATABASE)
        try:
            with tempfile.TemporaryDirectory() as folder:
                yield DrilledSite(
                    "PostgreSQL", Path(folder), address.render_as_string(hide_password=False)
                )
        finally:
            for statement in made[:2]:
                connection.execute(statement.encode())
