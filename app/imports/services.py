"""The record of an import, and the transaction of each of its batches."""

import hashlib
from pathlib import Path

from app.core import clock
from app.core.db import db
from app.imports.models import ImportBatch
from app.imports.targets import Source


def start_import(*, kind: str, path: Path, source: Source) -> int:
    """Record that the import of a file has begun; returns the id that its rows will carry."""
    batch = ImportBatch(
        kind=kind,
        file_name=source.file_name[:255],
        file_sha256=_sha256(path),
        source_bureau_id=source.bureau_id,
        started_at=clock.now(),
    )
    db.session.add(batch)
    db.session.commit()
    return batch.id


def finish_import(batch_id: int, *, counts: dict[str, int]) -> None:
    """Record how the rows fared."""
    batch = db.session.get_one(ImportBatch, batch_id)
    batch.rows_read = counts["read"]
    batch.rows_added = counts["added"]
    batch.rows_changed = counts["changed"]
    batch.rows_unchanged = counts["unchanged"]
    batch.rows_rejected = counts["rejected"]
    batch.finished_at = clock.now()
    db.session.commit()


def keep_batch() -> None:
    """Make the rows of a batch last."""
    db.session.commit()
    db.session.expunge_all()


def drop_batch() -> None:
    """Forget the rows of a batch: a dry run, or a batch that the database refused."""
    db.session.rollback()
    db.session.expunge_all()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
