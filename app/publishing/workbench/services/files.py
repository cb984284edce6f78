"""The files of imports: how they come, how they are opened for a while, and when they go."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import delete

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.files.uploads import delete_upload, open_upload, store
from app.kernel.imports.models import ImportBatch, ImportFinding
from app.kernel.imports.rules import KEPT, WAITING, ImportState
from app.publishing.workbench.queries import batches_before

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@contextmanager
def on_disk(data: bytes) -> Iterator[Path]:
    """The bytes as a file for the reader, in a folder that only this user can enter."""
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        path = Path(folder) / "table"
        path.write_bytes(data)
        yield path


@contextmanager
def opened(batch: ImportBatch) -> Iterator[Path]:
    """The file of an import, as long as the block runs."""
    with on_disk(open_upload(batch.upload_id or "")) as path:
        yield path


def keep_errors(path: Path, batch: ImportBatch) -> str:
    """Seal the workbook of errors; returns its id."""
    return store(f"{batch.id}.xlsx", WORKBOOK, path.read_bytes()).id


def forget_old() -> int:
    """Drop files, findings and previews 30 days after their imports ended; returns how many."""
    batches = batches_before(clock.now() - KEPT)
    files = [file for batch in batches for file in forget(batch)]
    for batch in batches:
        if batch.state in WAITING:
            batch.state, batch.finished_at = ImportState.DISCARDED, clock.now()
            batch.failure = f"{KEPT.days} 天内没有完成，文件已删除。"
    db.session.commit()
    for file in files:
        delete_upload(file)
    return len(batches)


def forget(batch: ImportBatch) -> list[str]:
    """Give up what is kept of the file; returns the ids to delete after the commit."""
    files = [file for file in (batch.upload_id, batch.errors_id) if file]
    batch.upload_id = batch.errors_id = batch.preview = batch.changes = None
    db.session.execute(delete(ImportFinding).where(ImportFinding.batch_id == batch.id))
    return files
