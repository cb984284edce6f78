"""Databases for tests: one template per worker, and quick fresh copies of it.

SQLite files by default; on PostgreSQL when TEST_DATABASE_URL names a server.
"""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql
from sqlalchemy import make_url


class Databases(Protocol):
    """Makes databases and takes them away again."""

    def empty(self) -> str:
        """The address of a new database without tables."""
        ...

    def copy(self, address: str) -> str:
        """The address of a new copy of the database at ``address``, which nobody may have open."""
        ...

    def drop_all(self) -> None:
        """Remove all that was made."""
        ...


@dataclass
class SqliteDatabases:
    """Files in a folder, which pytest removes."""

    folder: Path

    def empty(self) -> str:
        return f"sqlite:///{self.folder / uuid.uuid4().hex}.db"

    def copy(self, address: str) -> str:
        copied = self.empty()
        shutil.copyfile(address.removeprefix("sqlite:///"), copied.removeprefix("sqlite:///"))
        return copied

    def drop_all(self) -> None:
        """Nothing to do: the folder is temporary."""


@dataclass
class PostgresDatabases:
    """Databases on a server, each under a name of its own."""

    server: str
    made: list[str] = field(default_factory=list)

    def empty(self) -> str:
        return self._create("template1")

    def copy(self, address: str) -> str:
        return self._create(str(make_url(address).database))

    def drop_all(self) -> None:
        while self.made:
            self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.made.pop())

    def _create(self, template: str) -> str:
        name = f"mingjian_test_{uuid.uuid4().hex[:12]}"
        self._run("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'", name, template)
        self.made.append(name)
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str, *names: str) -> None:
        address = make_url(self.server).set(drivername="postgresql")
        with psycopg.connect(
            address.render_as_string(hide_password=False), autocommit=True
        ) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def databases(server: str | None, folder: Path) -> Iterator[Databases]:
    """Databases on ``server``, or in ``folder`` when there is none; gone at the end."""
    made: Databases = PostgresDatabases(server) if server else SqliteDatabases(folder)
    try:
        yield made
    finally:
        made.drop_all()
