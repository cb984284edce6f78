"""Copies of database and uploads with a manifest of checksums, and the way back."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path

from flask import current_app
from sqlalchemy import URL, Engine, inspect, make_url

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.files.uploads import UNFINISHED

MANIFEST = "manifest.json"
SQLITE_COPY = "database.sqlite3"
POSTGRES_COPY = "database.dump"
UPLOADS = "uploads"
ANCHORS = "audit"
"""Notes of where the audit log ended, by which a shortened log is found out."""


class BackupError(Exception):
    """A backup can't be made or put back; the message says why."""


def make_backup(directory: Path) -> Path:
    """Write a new backup into ``directory`` while the site runs; returns its folder.

    Secrets are not part of it: whoever finds the copy must not be able to read it.
    """
    folder = directory / f"mingjian-{clock.now():%Y%m%d-%H%M%S}"
    folder.mkdir(parents=True, mode=0o700)
    _copy_database(folder)
    for name in (UPLOADS, ANCHORS):
        _copy_folder(_data_dir() / name, folder / name)
    manifest = {
        "made_at": clock.now().isoformat(),
        "key_ids": _key_ids(),
        "files": {name: _checksum(folder / name) for name in _files(folder)},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2), encoding="utf-8")
    return folder


def verify_backup(folder: Path) -> None:
    """Raise BackupError unless every file is there and is what the manifest says."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BackupError(f"{folder} has no {MANIFEST}: it is no backup") from error
    listed: dict[str, str] = manifest["files"]
    if set(_files(folder)) != set(listed):
        raise BackupError("files are missing from the backup, or were added to it")
    for name, checksum in listed.items():
        if _checksum(folder / name) != checksum:
            raise BackupError(f"{name} has changed since the backup was made")


def restore_backup(folder: Path, *, force: bool = False) -> None:
    """Replace database and uploads by those in ``folder``; BackupError where that can't be done.

    A database that already holds tables is replaced only with ``force``. Notes on the audit log
    that are here already stay: an older log in the place of a newer one is to be noticed.
    """
    verify_backup(folder)
    if not force and inspect(db.engine).get_table_names():
        raise BackupError("the database is not empty; --force replaces it")
    db.session.remove()
    db.engine.dispose()
    _restore_database(folder)
    uploads = _data_dir() / UPLOADS
    shutil.rmtree(uploads, ignore_errors=True)
    if (folder / UPLOADS).is_dir():
        shutil.copytree(folder / UPLOADS, uploads)
    anchors = _data_dir() / ANCHORS
    if (folder / ANCHORS).is_dir() and not anchors.exists():
        shutil.copytree(folder / ANCHORS, anchors)


def _copy_database(folder: Path) -> None:
    if _is_sqlite(db.engine):
        _copy_sqlite(_sqlite_file(), folder / SQLITE_COPY)
        return
    target = str(folder / POSTGRES_COPY)
    _run_postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def _restore_database(folder: Path) -> None:
    copied = SQLITE_COPY if _is_sqlite(db.engine) else POSTGRES_COPY
    if not (folder / copied).is_file():
        raise BackupError(
            f"{copied} is not in the backup: it was made from another kind of database"
        )
    if _is_sqlite(db.engine):
        _copy_sqlite(folder / SQLITE_COPY, _sqlite_file())
        return
    _run_postgres(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        str(folder / POSTGRES_COPY),
        database_option=True,
    )


def _copy_folder(source: Path, target: Path) -> None:
    """Copy whole files. One that goes away meanwhile belonged to a draft that was given up."""
    for path in source.rglob("*"):
        if path.is_dir() or path.suffix == UNFINISHED:
            continue
        copied = target / path.relative_to(source)
        copied.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileNotFoundError):
            shutil.copy2(path, copied)


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's own online copy: a consistent state even while others write."""
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)


def _run_postgres(program: str, *arguments: str, database_option: bool = False) -> None:
    """Run a PostgreSQL tool; the password goes by the environment, where no one else sees it."""
    url = make_url(str(current_app.config["SQLALCHEMY_DATABASE_URI"]))
    address = _libpq_address(url.set(password=None))
    target = [f"--dbname={address}"] if database_option else [address]
    found = shutil.which(program)
    if found is None:
        raise BackupError(f"{program} is not installed; it comes with the PostgreSQL client")
    environment = {"PGPASSWORD": url.password or "", "PATH": str(Path(found).parent)}
    result = subprocess.run(  # noqa: S603  # a PostgreSQL tool with our own arguments
        [found, *arguments, *target], env=environment, capture_output=True, text=True, check=False
    )
    if result.returncode != 0:
        raise BackupError(f"{program} failed: {result.stderr.strip()}")


def _libpq_address(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _sqlite_file() -> Path:
    return Path(str(make_url(str(current_app.config["SQLALCHEMY_DATABASE_URI"])).database))


def _data_dir() -> Path:
    return Path(current_app.config["DATA_DIR"])


def _key_ids() -> list[str]:
    """Names of the keys that the copy needs; never the keys."""
    keys = str(current_app.config["ENCRYPTION_KEYS"]).split(",")
    return [key.partition(":")[0].strip() for key in keys if ":" in key]


def _files(folder: Path) -> list[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
