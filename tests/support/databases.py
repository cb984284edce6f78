"""Databases for tests: templates that all workers share, and quick copies of them.

SQLite files by default; on PostgreSQL when TEST_DATABASE_URL names a server. What takes long to
make is made by the first worker that asks for it, for all of them.
"""

import fcntl
import pickle
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

import psycopg
from psycopg import sql
from sqlalchemy import make_url

Made = TypeVar("Made")


class Databases(Protocol):
    """Makes databases and takes them away again."""

    def empty(self) -> str:
        """The address of a new database without tables."""
        ...

    def copy(self, template: str) -> str:
        """The address of a database like ``template``, which nobody may have open."""
        ...

    def give_back(self, address: str) -> None:
        """Take back what ``copy`` gave; whatever was done to its rows is undone."""
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

    def copy(self, template: str) -> str:
        copied = self.empty()
        shutil.copyfile(template.removeprefix("sqlite:///"), copied.removeprefix("sqlite:///"))
        return copied

    def give_back(self, address: str) -> None:
        Path(address.removeprefix("sqlite:///")).unlink()

    def drop_all(self) -> None:
        """Nothing to do: the folder is temporary."""


REMEMBER = """
DO $$ DECLARE one record; BEGIN
    DROP SCHEMA IF EXISTS pristine CASCADE;  -- of the template, where that is a copy itself
    CREATE SCHEMA pristine;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE pristine.%1$I AS TABLE public.%1$I', one.tablename);
    END LOOP;
    CREATE TABLE pristine.positions AS
        SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public';
END $$
"""
RESTORE = """
DO $$ DECLARE one record; BEGIN
    -- By name: a test that goes back and forth through migrations leaves columns in another order.
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        IF to_regclass(format('pristine.%I', one.tablename)) IS NULL THEN
            EXECUTE format('DROP TABLE public.%I CASCADE', one.tablename);
        ELSE
            EXECUTE format('DELETE FROM public.%I', one.tablename);
        END IF;
    END LOOP;
    FOR one IN SELECT table_name, string_agg(quote_ident(column_name), ', ') AS columns
        FROM information_schema.columns
        WHERE table_schema = 'pristine' AND table_name <> 'positions' GROUP BY table_name LOOP
        EXECUTE format('INSERT INTO public.%1$I (%2$s) SELECT %2$s FROM pristine.%1$I',
            one.table_name, one.columns);
    END LOOP;
    PERFORM setval(format('public.%I', sequencename)::regclass,
        coalesce(last_value, 1), last_value IS NOT NULL) FROM pristine.positions;
END $$
"""


@dataclass
class PostgresDatabases:
    """Databases on a server, each under a name that begins with ``prefix``.

    Dropping one makes the server write everything to disk, so that copies are used again: each
    remembers its first rows beside its tables, and gets them back.
    """

    server: str
    prefix: str
    spare: dict[str, list[str]] = field(default_factory=dict)
    """By the template of which they are copies."""
    template_of: dict[str, str] = field(default_factory=dict)

    def empty(self) -> str:
        return self._create("template1")

    def copy(self, template: str) -> str:
        if spare := self.spare.get(template):
            return spare.pop()
        copied = self._create(str(make_url(template).database))
        self.template_of[copied] = template
        self._run(REMEMBER, in_database=copied)
        return copied

    def give_back(self, address: str) -> None:
        self._run(RESTORE, in_database=address)
        self.spare.setdefault(self.template_of[address], []).append(address)

    def drop_all(self) -> None:
        made = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        with self._connected(self.server) as connection:
            for (name,) in connection.execute(made, [self.prefix]).fetchall():
                self._run("DROP DATABASE {} WITH (FORCE)", name)

    def _create(self, template: str) -> str:
        name = f"{self.prefix}_{uuid.uuid4().hex[:12]}"
        self._run("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'", name, template)
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str, *names: str, in_database: str | None = None) -> None:
        with self._connected(in_database or self.server) as connection:
            composed = sql.SQL(statement).format(*map(sql.Identifier, names)) if names else None
            connection.execute(composed or statement.encode())

    @staticmethod
    def _connected(address: str) -> psycopg.Connection:
        plain = make_url(address).set(drivername="postgresql")
        return psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True)


@dataclass(frozen=True)
class Workshop:
    """The folder that all workers of one run have in common."""

    folder: Path

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What ``make`` returns in the first worker; the others wait for it and get the same."""
        pickled = self.folder / f"{name}.made"
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if pickled.exists():
                found: Made = pickle.loads(pickled.read_bytes())  # noqa: S301  # written below
                return found
            made = make()
            pickled.write_bytes(pickle.dumps(made))
            return made

    @contextmanager
    def attended(self, leave: Callable[[], None]) -> Iterator[None]:
        """Be one of its workers. The last to go calls ``leave``, and what was made is forgotten."""
        with (self.folder / "attended.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            try:
                yield
            finally:
                if self._is_last(lock.fileno()):
                    for pickled in self.folder.glob("*.made"):
                        pickled.unlink()
                    leave()

    @staticmethod
    def _is_last(lock: int) -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def databases(server: str | None, workshop: Workshop) -> Iterator[Databases]:
    """Databases on ``server``, or files where there is none; gone when the last worker is done."""
    made: Databases = SqliteDatabases(workshop.folder)
    if server:
        made = PostgresDatabases(server, workshop.once("prefix", _prefix))
    with workshop.attended(leave=made.drop_all):
        yield made


def _prefix() -> str:
    return f"mingjian_test_{uuid.uuid4().hex[:12]}"
