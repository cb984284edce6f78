"""Making a backup while the site runs."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app

from app.kernel import clock
from app.kernel.crypto.encryption import Ring, keyring
from app.kernel.db import key_canaries
from app.kernel.db.session import db
from app.kernel.files import comparison, uploads
from app.kernel.files.uploads import UNFINISHED
from app.ops.backup import postgres, sqlite
from app.ops.backup.manifest import STAMP, BackupError, Manifest, checksum_of, files_of
from app.ops.backup.sealing import Sealer
from app.ops.starting import StartRefusedError, check_keys_and_folder

SQLITE_COPY = "database.sqlite3"
POSTGRES_COPY = "database.dump"
UPLOADS = "uploads"
ANCHORS = "audit"
"""Notes of where the audit log ended, by which a shortened log is found out."""
FOLDERS = (UPLOADS, "routing", "mail")
"""Of DATA_DIR beside the notes: files of people, weights that the site has learned, unsent mail.
What else is there is made anew."""
GIVEN_UP = timedelta(days=1)
"""How old an unfinished backup must be to be removed: whoever made it was killed."""


@dataclass(frozen=True)
class MadeBackup:
    """A backup that was written, and what could not be copied, by ids of stored files."""

    folder: Path
    made_at: datetime
    missing: list[str]


def make_backup(directory: Path) -> MadeBackup:
    """Write a new backup into ``directory`` while the site runs.

    Keys are not part of it: whoever finds the copy must not be able to read it. Its folder has
    another name until it is whole. BackupError where it can't be made, and on a host whose keys
    or folder are not those of the database.
    """
    try:
        check_keys_and_folder()
    except StartRefusedError as error:
        raise BackupError(str(error)) from error
    made_at = clock.now()
    sealer = Sealer(str(current_app.config["BACKUP_RECIPIENT"]))
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    _remove_given_up(directory)
    folder = directory / f"mingjian-{made_at:{STAMP}}"
    unfinished = folder.with_suffix(UNFINISHED)
    unfinished.mkdir(mode=0o700)
    _copy_folder(ANCHORS, unfinished, sealer)  # first: they must not know of rows to come
    named = uploads.named_files()
    rows = _copy_database(unfinished, sealer)
    for name in FOLDERS:
        _copy_folder(name, unfinished, sealer)
    missing = comparison.missing(named)
    _describe(made_at, rows, missing, unfinished).write(unfinished)
    unfinished.rename(folder)
    return MadeBackup(folder, made_at, missing)


def carry_away(folder: Path) -> None:
    """Give the backup to the program that takes it off the host, if there is one.

    BackupError with what the program said where it fails.
    """
    command = current_app.config["BACKUP_COMMAND"]
    if not command:
        return
    try:
        result = subprocess.run(  # noqa: S603  # the operator's own program
            [command, str(folder)], capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise BackupError(f"BACKUP_COMMAND can't be run: {error}") from error
    if result.returncode:
        output = (result.stderr or result.stdout).strip()
        raise BackupError(f"BACKUP_COMMAND ended with {result.returncode}: {output}")


def _describe(
    made_at: datetime, rows: Mapping[str, int], missing: list[str], folder: Path
) -> Manifest:
    canaries = key_canaries.canaries()
    db.session.rollback()
    keys = {key_canaries.SETTINGS[ring]: list(keyring(ring).keys) for ring in Ring}
    return Manifest(
        made_at=made_at.isoformat(),
        version=str(current_app.config["VERSION"]),
        database=db.engine.dialect.name,
        recipient=str(current_app.config["BACKUP_RECIPIENT"]),
        keys=keys,
        canaries=canaries,
        rows=rows,
        missing=missing,
        files={name: checksum_of(folder / name) for name in files_of(folder)},
    )


def _copy_database(folder: Path, sealer: Sealer) -> Mapping[str, int]:
    """Copy it, and count its rows in the same state."""
    if db.engine.dialect.name == "postgresql":
        with postgres.dump() as (dumped, rows):
            sealer.write(dumped, folder / POSTGRES_COPY)
            return rows
    with tempfile.TemporaryDirectory(dir=_data_dir()) as beside:
        copied = Path(beside) / SQLITE_COPY
        sqlite.copy(sqlite.database_file(), copied)
        with copied.open("rb") as file:
            sealer.write(file, folder / SQLITE_COPY)
        return sqlite.count_rows(copied)


def _copy_folder(name: str, folder: Path, sealer: Sealer) -> None:
    """Copy whole files. One that goes away meanwhile belonged to what was taken back."""
    source = _data_dir() / name
    for path in source.rglob("*"):
        if path.is_dir() or path.suffix == UNFINISHED:
            continue
        try:
            file = path.open("rb")
        except FileNotFoundError:
            continue
        with file:
            sealer.write(file, folder / path.relative_to(_data_dir()))


def _remove_given_up(directory: Path) -> None:
    limit = (clock.now() - GIVEN_UP).timestamp()
    for path in directory.glob(f"mingjian-*{UNFINISHED}"):
        if path.stat().st_mtime < limit:
            shutil.rmtree(path)


def _data_dir() -> Path:
    return Path(current_app.config["DATA_DIR"])
