"""The worker's account of an import: claimed, ended well, refused, or given back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import delete, insert

from app.kernel import clock
from app.kernel.audit import services as audit
from app.kernel.db.session import db
from app.kernel.files.uploads import delete_upload
from app.kernel.imports.columns import letter
from app.kernel.imports.conversion import Finding
from app.kernel.imports.models import ImportBatch, ImportFinding
from app.kernel.imports.rules import LEASE, MAX_ATTEMPTS, ImportState
from app.kernel.imports.runner import Report
from app.kernel.imports.services import COUNTED, Ledger
from app.publishing.workbench.queries import next_due
from app.publishing.workbench.services.files import keep_errors

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
    before, kept = job.batch.errors_id, keep_errors(errors, job.batch) if errors else None
    counts = {f"rows_{name}": report.counts[name] for name in COUNTED}
    notices = {"notices": report.notices, "errors_id": kept}
    # Once rows are in, the versions of their records tell what they changed.
    is_check = state is ImportState.CHECKED
    values["changes"] = [asdict(each) for each in report.changes] if is_check else None
    if not job.ledger.close(state=state, **counts, **notices, **values):
        db.session.rollback()
        before = kept
    else:
        _replace_findings(job.batch.id, report.findings)
        _log(f"import.{state.value}", job.batch, f"{report.counts['read']} rows")
        db.session.commit()
    if before:
        delete_upload(before)


def _replace_findings(batch_id: int, findings: Sequence[Finding]) -> None:
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


def _place(finding: Finding) -> str:
    return finding.column if finding.index is None else f"{letter(finding.index)} {finding.column}"


def _log(action: str, batch: ImportBatch, reason: str = "") -> None:
    audit.record(action, object_type="import_batch", object_id=batch.id, reason=reason)
