"""Putting a backup in the place of what a site holds, or in a place of its own."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app
from sqlalchemy import inspect

from app.kernel.db.session import db, writing
from app.kernel.files import data_dir
from app.ops.backup import postgres, sqlite
from app.ops.backup.making import ANCHORS, FOLDERS, POSTGRES_COPY, SQLITE_COPY
from app.ops.backup.manifest import BackupError, Manifest, verify_backup
from app.ops.backup.sealing import Opener

NEEDED = ("psql", "pg_restore")


def restore_backup(folder: Path, *, force: bool = False, identity: Path | None = None) -> None:
    """Replace the database by that in ``folder``, and bring its files back.

    BackupError, with nothing touched, where a file of it has changed, the keys are not those of
    its time, or it was made from another kind of database; and without ``force`` where the
    database holds tables. ``identity`` is the file of the private key of an encrypted one.

    Files come first, under the names they have, and the database in one step after them: whoever
    is killed in between leaves the old state with files too many. Those that no row names are
    swept by the worker after a day. Notes on the audit log that are here already stay: an older
    log in the place of a newer one is to be noticed.
    """
    with opened(folder, identity) as (manifest, opener, copied):
        if not force and inspect(db.engine).get_table_names():
            raise BackupError("the database is not empty; --force replaces it")
        db.session.remove()
        db.engine.dispose()
        _bring_files(folder, manifest, opener)
        _replace_database(copied)
    with writing():
        data_dir.adopt()


@contextmanager
def opened(folder: Path, identity: Path | None) -> Iterator[tuple[Manifest, Opener, Path]]:
    """A backup that has passed all tests, with its copy of the database as a file to read."""
    manifest = verify_backup(folder)
    manifest.check_keys()
    opener = Opener(manifest.recipient, identity)
    kind = db.engine.dialect.name
    if manifest.database != kind:
        raise BackupError(f"it was made from {manifest.database}, and this database is {kind}")
    if kind == "postgresql" and (lacking := [name for name in NEEDED if not shutil.which(name)]):
        raise BackupError(f"{lacking[0]} is not installed; it comes with the PostgreSQL client")
    name = POSTGRES_COPY if kind == "postgresql" else SQLITE_COPY
    with tempfile.TemporaryDirectory(dir=current_app.config["DATA_DIR"]) as beside:
        copied = Path(beside) / name
        opener.read(opener.path(folder, name), copied)
        yield manifest, opener, copied


def _bring_files(folder: Path, manifest: Manifest, opener: Opener) -> None:
    data = Path(current_app.config["DATA_DIR"])
    has_notes = (data / ANCHORS).exists()
    for name in manifest.files:
        plain = opener.plain_name(name)
        top = plain.partition("/")[0]
        if top in FOLDERS or (top == ANCHORS and not has_notes):
            opener.read(folder / name, data / plain)


def _replace_database(copied: Path) -> None:
    if db.engine.dialect.name == "sqlite":
        sqlite.copy(copied, sqlite.database_file())
        return
    postgres.load(copied, postgres.RESTORED)
    postgres.swap()
