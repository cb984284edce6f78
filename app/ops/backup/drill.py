"""Whether the newest backup can be put back: it is, in a place of its own, and looked at."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, func, inspect, select, table
from sqlalchemy.orm import Session

from app.kernel import audit
from app.kernel.crypto.encryption import CryptoError, unseal
from app.kernel.db import key_canaries
from app.kernel.db.session import db
from app.ops.backup import postgres
from app.ops.backup.making import ANCHORS, UPLOADS
from app.ops.backup.manifest import BackupError, Manifest, backups_in
from app.ops.backup.restoring import opened
from app.ops.backup.sealing import Opener

TRIED = 20
"""How many of the files of people are opened, chosen by chance."""


@dataclass(frozen=True)
class DrillReport:
    """What was seen to be whole."""

    backup: Path
    made_at: str
    tables: int
    rows: int
    log_rows: int
    """Of the audit log, each held against the one before."""
    files: int
    opened_files: int


def drill(directory: Path, identity: Path | None = None) -> DrillReport:
    """Restore the newest backup in ``directory`` beside the site, and compare it with what it says.

    A file of SQLite, or a schema of the PostgreSQL database, that goes away afterwards. Checksums,
    keys, counts of all tables, the chain of the audit log, a value of each sealed column and some
    files are looked at; BackupError says what is not as it should be.
    """
    found = list(backups_in(directory).values())
    if not found:
        raise BackupError(f"there is no whole backup in {directory}")
    folder = found[-1]
    with opened(folder, identity) as (manifest, opener, copied), _restored(copied) as engine:
        rows = _compared_rows(engine, manifest)
        log_rows = _verified_log(engine, folder, opener, copied.parent)
        _open_values(engine)
        files = [name for name in manifest.files if name.startswith(f"{UPLOADS}/")]
        chosen = secrets.SystemRandom().sample(files, min(TRIED, len(files)))
        for name in chosen:
            _open_file(folder / name, opener, copied.parent / "file")
    return DrillReport(
        folder, manifest.made_at, len(rows), sum(rows.values()), log_rows, len(files), len(chosen)
    )


@contextmanager
def _restored(copied: Path) -> Iterator[Engine]:
    if db.engine.dialect.name == "sqlite":
        engine = create_engine(f"sqlite:///{copied}")
    else:
        postgres.load(copied, postgres.DRILLED)
        engine = postgres.engine_of(postgres.DRILLED)
    try:
        yield engine
    finally:
        engine.dispose()
        if engine.dialect.name == "postgresql":
            postgres.drop(postgres.DRILLED)


def _compared_rows(engine: Engine, manifest: Manifest) -> Mapping[str, int]:
    with engine.connect() as connection:
        rows = {
            name: connection.scalar(select(func.count()).select_from(table(name))) or 0
            for name in inspect(connection).get_table_names()
        }
    noted = manifest.rows or rows  # backups of before have no counts
    differing = sorted(
        name for name in rows.keys() | noted.keys() if rows.get(name) != noted.get(name)
    )
    if differing:
        raise BackupError(f"these tables have other rows than were copied: {', '.join(differing)}")
    return rows


def _verified_log(engine: Engine, folder: Path, opener: Opener, beside: Path) -> int:
    notes, noted = beside / "heads.log", opener.path(folder, f"{ANCHORS}/heads.log")
    if noted.exists():
        opener.read(noted, notes)
    with Session(engine) as session:
        verdict = audit.verify(session, notes)
    if verdict.problem:
        raise BackupError(f"the audit log is not whole: {verdict.problem}")
    return verdict.rows


def _open_values(engine: Engine) -> None:
    try:
        with Session(engine) as session:
            key_canaries.try_stored_values(session)
    except CryptoError as error:
        raise BackupError(str(error)) from error


def _open_file(source: Path, opener: Opener, plain: Path) -> None:
    opener.read(source, plain)
    file_id = opener.plain_name(source.name)
    try:
        unseal(plain.read_bytes(), f"upload:{file_id}")
    except CryptoError as error:
        raise BackupError(f"the file {file_id} does not open: {error}") from error
