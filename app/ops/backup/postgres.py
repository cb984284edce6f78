"""Copies of a PostgreSQL database by its own programs, and the way back beside the present tables.

A dump names all it makes ``public.…``. So it is loaded inside one transaction in which the present
schema stands aside under another name; what was loaded then takes the name that it was asked for,
and nobody else has seen any of it. Putting it in the place of the present schema is one more
transaction. A process that dies in the middle of either leaves what was there.

The account must own the database: that is what renaming ``public`` and making a schema ask for.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from flask import current_app
from sqlalchemy import Engine, create_engine, make_url, text

from app.kernel.db.session import db
from app.ops.backup.manifest import BackupError

PUBLIC = "public"
ASIDE = "mingjian_aside"
RESTORED = "mingjian_restored"
REPLACED = "mingjian_replaced"
DRILLED = "mingjian_drill"
BEFORE_LOADING = f"""
BEGIN;
DROP SCHEMA IF EXISTS {{name}} CASCADE;
ALTER SCHEMA {PUBLIC} RENAME TO {ASIDE};
CREATE SCHEMA {PUBLIC};
GRANT USAGE ON SCHEMA {PUBLIC} TO PUBLIC;
"""
AFTER_LOADING = f"""
ALTER SCHEMA {PUBLIC} RENAME TO {{name}};
ALTER SCHEMA {ASIDE} RENAME TO {PUBLIC};
COMMIT;
"""
SWAP = (
    f"ALTER SCHEMA {PUBLIC} RENAME TO {REPLACED}",
    f"ALTER SCHEMA {RESTORED} RENAME TO {PUBLIC}",
)
DUMP = ("--format=custom", "--no-owner", f"--schema={PUBLIC}")
LOAD = ("--file=-", "--no-owner", f"--schema={PUBLIC}")


@contextmanager
def dump() -> Iterator[tuple[IO[bytes], Mapping[str, int]]]:
    """The bytes of a dump to read, and the rows of each table in the very state it copies."""
    with (
        db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection,
        connection.begin(),
    ):
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        tables = text("SELECT tablename FROM pg_tables WHERE schemaname = :schema")
        names = connection.scalars(tables, {"schema": PUBLIC}).all()
        rows = {
            name: connection.scalar(text(f'SELECT count(*) FROM {PUBLIC}."{name}"'))  # noqa: S608  # of the catalogue
            for name in sorted(names)
        }
        with _running("pg_dump", *DUMP, f"--snapshot={snapshot}") as process:
            yield process.stdout, rows


def load(dumped: Path, schema: str) -> None:
    """Put what a dump holds into ``schema``, which is made anew, while the site goes on."""
    with _running("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", feed=True) as loader:
        try:
            loader.stdin.write(BEFORE_LOADING.format(name=schema).encode())
            loader.stdin.flush()
            with _running("pg_restore", *LOAD, str(dumped), has_database=False) as reader:
                shutil.copyfileobj(reader.stdout, loader.stdin)
            # Without these words, which only a whole dump comes to, all is undone.
            loader.stdin.write(AFTER_LOADING.format(name=schema).encode())
            loader.stdin.close()
        except BrokenPipeError:
            pass  # it has ended, and tells below what ailed it


def swap() -> None:
    """Put what was loaded as RESTORED in the place of the present tables, which then go away."""
    with db.engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {REPLACED} CASCADE"))
        for statement in SWAP:
            connection.execute(text(statement))
    drop(REPLACED)


def drop(schema: str) -> None:
    """Remove a schema with all that is in it."""
    with db.engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))


def engine_of(schema: str) -> Engine:
    """An engine that sees the tables of ``schema`` as those of the site."""
    address = str(current_app.config["SQLALCHEMY_DATABASE_URI"])
    return create_engine(address, connect_args={"options": f"-csearch_path={schema}"})


class _Process:
    """A program of PostgreSQL that runs, with the ends of its pipes."""

    def __init__(self, running: "subprocess.Popen[bytes]") -> None:
        self.running = running

    @property
    def stdin(self) -> IO[bytes]:
        """What it reads."""
        if self.running.stdin is None:
            raise BackupError("nothing can be written to this program")
        return self.running.stdin

    @property
    def stdout(self) -> IO[bytes]:
        """What it writes."""
        if self.running.stdout is None:
            raise BackupError("nothing can be read from this program")
        return self.running.stdout


@contextmanager
def _running(
    program: str, *arguments: str, feed: bool = False, has_database: bool = True
) -> Iterator[_Process]:
    """Run a program of PostgreSQL; BackupError with what it said where it fails.

    The password goes by the environment, where no one else sees it.
    """
    found = shutil.which(program)
    if found is None:
        raise BackupError(f"{program} is not installed; it comes with the PostgreSQL client")
    url = make_url(str(current_app.config["SQLALCHEMY_DATABASE_URI"]))
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environment = {"PGPASSWORD": url.password or "", "PATH": str(Path(found).parent)}
    with tempfile.TemporaryFile() as errors:
        running = subprocess.Popen(  # noqa: S603  # a PostgreSQL program with our own arguments
            [found, *arguments, *([f"--dbname={plain}"] if has_database else [])],
            env=environment,
            stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if feed else subprocess.PIPE,
            stderr=errors,
        )
        try:
            yield _Process(running)
            code = running.wait()
        finally:
            running.kill()
            running.wait()
            for pipe in (running.stdin, running.stdout):
                if pipe:
                    pipe.close()
        if code:
            errors.seek(0)
            raise BackupError(f"{program} failed: {errors.read().decode(errors='replace').strip()}")
