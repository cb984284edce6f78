"""What the worker does: check or import what people have asked for, one file after the other."""

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import current_app

from app.kernel.imports.cells import SpreadsheetError
from app.kernel.imports.columns import ColumnChoice
from app.kernel.imports.new_workbook import ErrorsWorkbook
from app.kernel.imports.rules import ImportState
from app.kernel.imports.runner import Run
from app.kernel.imports.services import ImportStoppedError
from app.kernel.imports.sheets import saved_on
from app.kernel.imports.targets import ImportSource, registry
from app.publishing.workbench.queries import sender_of
from app.publishing.workbench.services import accounts
from app.publishing.workbench.services.accounts import Job, opened


def run_due() -> int:
    """Do all that waits; returns how many imports were worked on.

    What fails for another reason than its file is tried again, in the next minute.
    """
    done = 0
    while job := accounts.claim():
        try:
            _work(job)
        except Exception:
            accounts.give_back(job)
            raise
        done += 1
    return done


def _work(job: Job) -> None:
    with opened(job.batch) as path, TemporaryDirectory(prefix="import-") as folder:
        workbook = Path(folder) / "errors.xlsx"
        rejects = ErrorsWorkbook(workbook)
        run = _run(job, path, rejects)
        try:
            report = run.read_file(path)
        except ImportStoppedError:
            return
        except SpreadsheetError as refusal:
            accounts.refuse(job, refusal.message)
            return
        finally:
            rejects.close()
        errors = workbook if report.counts["rejected"] else None
        close = accounts.close_check if run.dry_run else accounts.close_import
        close(job, report, errors)


def _run(job: Job, path: Path, rejects: ErrorsWorkbook) -> Run:
    batch = job.batch
    source = ImportSource(
        file_name=batch.file_name,
        batch_id=batch.id,
        bureau_id=batch.source_bureau_id,
        body=sender_of(batch),
        saved_on=saved_on(path),
    )
    return Run(
        registry(current_app).targets[batch.kind],
        source,
        dry_run=job.ledger.state is ImportState.CHECKING,
        rejects=rejects,
        choice=ColumnChoice.from_json(batch.choice or {}),
        ledger=job.ledger,
    )
