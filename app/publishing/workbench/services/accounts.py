"""The worker's account of an import, from its claim to its end, and the files that it has."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import delete, insert

from app.kernel import clock
from app.kernel.audit import services as audit
from app.kernel.db.session import db
from app.kernel.files.uploads import delete_upload, open_upload, store
from app.kernel.imports.columns import letter
from app.kernel.imports.conversion import RowFinding
from app.kernel.imports.models import ImportBatch, ImportFinding
from app.kernel.imports.rules import KEPT, LEASE, MAX_ATTEMPTS, WAITING, ImportState
from app.kernel.imports.runner import Report
from app.kernel.imports.services import COUNTED, Ledger
from app.publishing.workbench.queries import batches_before, next_due

BROKEN_OFF = "后台程序多次中断，没有做完。已经导入的行保留，重新上传同一文件会接着补齐，不会重复。"


@dataclass(frozen=True)
class Job:
    """An import that this worker has taken on."""

    batch: ImportBatch
    ledger: Ledger


def claim() -> Job | None:
    """Take on the next import, or one whose worker has died; None when nothing waits."""
    while batch := next_due(clock.now()):
        if batch.upload_id and batch.attempts < MAX_ATTEMPTS:
            return _taken_on(batch)
        batch.state, batch.failure = ImportState.FAILED, BROKEN_OFF
        batch.finished_at, batch.leased_until = clock.now(), None
        _log("import.failed", batch)
        db.session.commit()
    db.session.rollback()
    return None


def close_check(job: Job, report: Report, errors: Path | None) -> None:
    """Keep what the check has found; a person decides what follows."""
    _close(job, report, errors, ImportState.CHECKED)


def close_import(job: Job, report: Report, errors: Path | None) -> None:
    """Keep how the rows fared."""
    _close(job, report, errors, ImportState.DONE, finished_at=clock.now())


def refuse(job: Job, reason: str) -> None:
    """Note that the file can't be read after all."""
    state = job.ledger.state
    target = ImportState.UPLOADED if state is ImportState.CHECKING else ImportState.FAILED
    ended = None if target is ImportState.UPLOADED else clock.now()
    db.session.rollback()
    job.ledger.close(state=target, failure=reason[:500], finished_at=ended)
    db.session.commit()


def give_back(job: Job) -> None:
    """Let the next attempt begin with the next minute."""
    db.session.rollback()
    job.ledger.close()
    db.session.commit()


def _taken_on(batch: ImportBatch) -> Job:
    batch.attempts += 1
    batch.leased_until = clock.now() + LEASE
    counts = Counter({name: getattr(batch, f"rows_{name}") for name in COUNTED})
    if batch.state is ImportState.CHECKING:
        counts = Counter()  # a check keeps nothing that would have to be counted on
    db.session.commit()
    db.session.expunge(batch)
    return Job(batch, Ledger(batch.id, batch.state, batch.attempts, counts))


def _close(
    job: Job, report: Report, errors: Path | None, state: ImportState, **values: object
) -> None:
    former_id, errors_id = job.batch.errors_id, keep_errors(errors, job.batch) if errors else None
    counts = {f"rows_{name}": report.counts[name] for name in COUNTED}
    notices = {"notices": report.notices, "errors_id": errors_id}
    # Once rows are in, the versions of their records tell what they changed.
    is_check = state is ImportState.CHECKED
    values["changes"] = [asdict(each) for each in report.changes] if is_check else None
    if not job.ledger.close(state=state, **counts, **notices, **values):
        db.session.rollback()
        former_id = errors_id
    else:
        _replace_findings(job.batch.id, report.findings)
        _log(f"import.{state.value}", job.batch, f"{report.counts['read']} rows")
        db.session.commit()
    if former_id:
        delete_upload(former_id)


def _replace_findings(batch_id: int, findings: Sequence[RowFinding]) -> None:
    db.session.execute(delete(ImportFinding).where(ImportFinding.batch_id == batch_id))
    rows = [
        {
            "batch_id": batch_id,
            "kind": each.kind,
            "row": each.row,
            "column": _place(each)[:80],
            "value": each.value,
            "reason": each.reason,
        }
        for each in findings
    ]
    if rows:
        db.session.execute(insert(ImportFinding), rows)


def _place(finding: RowFinding) -> str:
    return finding.column if finding.index is None else f"{letter(finding.index)} {finding.column}"


def _log(action: str, batch: ImportBatch, reason: str = "") -> None:
    audit.record(action, object_type="import_batch", object_id=batch.id, reason=reason)


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
    """The file of an import, as long as the block runs; NotFoundError once it is forgotten."""
    with on_disk(open_upload(batch.upload_id or "")) as path:
        yield path


def keep_errors(path: Path, batch: ImportBatch) -> str:
    """Seal the workbook of errors; returns its id."""
    return store(f"{batch.id}.xlsx", WORKBOOK, path.read_bytes()).id


def forget_old() -> int:
    """Drop files, findings and previews 30 days after their imports ended; returns of how many."""
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
