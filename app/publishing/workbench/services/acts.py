"""The acts of editors and reviewers. Each moves an import from one state to the next, once.

All but the upload raise ConflictError where the import has left the state that they begin with.
"""

import hashlib
from collections.abc import Sequence

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.kernel import clock
from app.kernel.audit import services as audit
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError
from app.kernel.files.uploads import clean_name, delete_upload, store
from app.kernel.imports.columns import ColumnChoice, Guess, count_below, preview
from app.kernel.imports.layouts import normalise
from app.kernel.imports.models import ColumnMemory, ImportBatch
from app.kernel.imports.rules import WAITING, ImportState
from app.people.models import Staff
from app.publishing.workbench.queries import import_by_token
from app.publishing.workbench.services.accounts import forget, on_disk

LANE = "imports"
"""The name under which the worker runs imports beside its other work."""
_RESET = {f"rows_{name}": 0 for name in ("read", "added", "changed", "unchanged", "rejected")}
TAKEN = "这次导入刚刚由他人办理，状态已经改变。请刷新后查看。"


def upload(*, staff: Staff, kind: str, name: str, data: bytes, token: str) -> ImportBatch:
    """Keep a file and its first rows. The same form sent twice makes one import.

    Raises SpreadsheetError (an InvalidInputError) when the file can't be read.
    """
    if known := import_by_token(token):
        return known
    db.session.rollback()  # reading a large file takes a while: nobody shall wait for us meanwhile
    with on_disk(data) as path:
        sheets = preview(path)
    file = store(name, "application/octet-stream", data)
    batch = ImportBatch(
        kind=kind,
        file_name=clean_name(name),
        file_sha256=hashlib.sha256(data).hexdigest(),
        source_bureau_id=staff.bureau_id,
        started_at=clock.now(),
        state=ImportState.UPLOADED,
        form_token=token,
        staff_id=staff.id,
        staff_name=staff.full_name,
        upload_id=file.id,
        preview=sheets,
    )
    try:
        db.session.add(batch)
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        delete_upload(file.id)
        return _sent_before(token)
    _log("import.uploaded", batch, staff, file.sha256[:12])
    db.session.commit()
    return batch


def start_check(
    *, batch: ImportBatch, staff: Staff, choice: ColumnChoice, guesses: Sequence[Guess]
) -> None:
    """Have every row checked with these columns, and keep them; ConflictError once it is begun."""
    sheet = next(one for one in batch.preview or () if one["name"] == choice.sheet)
    _move(
        batch,
        (ImportState.UPLOADED,),
        ImportState.CHECKING,
        **_RESET,
        attempts=0,
        leased_until=None,
        choice=choice.as_json(),
        total_rows=count_below(sheet, choice.header_row),
        failure=None,
    )
    _remember(batch, choice, guesses)
    _log("import.check", batch, staff)
    db.session.commit()


def choose_again(*, batch: ImportBatch, staff: Staff) -> None:
    """Back to the columns; ConflictError unless it is being checked, or has been."""
    _move(batch, (ImportState.CHECKING, ImportState.CHECKED), ImportState.UPLOADED)
    _log("import.reopened", batch, staff)
    db.session.commit()


def submit(*, batch: ImportBatch, staff: Staff) -> None:
    """Hand a checked import to a reviewer; raises InvalidInputError where no row can be taken."""
    if not batch.rows_taken:
        raise InvalidInputError("没有可以导入的行，请改好后重新上传。")
    _move(batch, (ImportState.CHECKED,), ImportState.SUBMITTED, submitter_id=staff.id)
    _log("import.submitted", batch, staff, f"{batch.rows_taken} rows")
    db.session.commit()


def approve(*, batch: ImportBatch, staff: Staff) -> None:
    """Let the rows in; raises ConflictError for who uploaded or submitted the file."""
    if staff.id in {batch.staff_id, batch.submitter_id}:
        raise ConflictError("报送和审核应当由两个人完成，请由其他审核人员审核。")
    _move(
        batch,
        (ImportState.SUBMITTED,),
        ImportState.RUNNING,
        **_RESET,
        attempts=0,
        leased_until=None,
        reviewer_name=staff.full_name,
    )
    _log("import.approved", batch, staff)
    db.session.commit()


def send_back(*, batch: ImportBatch, staff: Staff, reason: str) -> None:
    """Give an import back to the editors, with a reason; ConflictError unless it was submitted."""
    _move(batch, (ImportState.SUBMITTED,), ImportState.CHECKED, failure=f"审核退回：{reason}"[:500])
    _log("import.returned", batch, staff, reason)
    db.session.commit()


def discard(*, batch: ImportBatch, staff: Staff) -> None:
    """Give up an import that waits for a person, and its file; ConflictError for any other."""
    _move(batch, WAITING, ImportState.DISCARDED, finished_at=clock.now())
    files = forget(batch)
    _log("import.discarded", batch, staff)
    db.session.commit()
    for file in files:
        delete_upload(file)


def cancel(*, batch: ImportBatch, staff: Staff) -> None:
    """Stop a running import; ConflictError for another. Whole batches stay, not that in hand."""
    _move(batch, (ImportState.RUNNING,), ImportState.CANCELLED, finished_at=clock.now())
    _log("import.cancelled", batch, staff)
    db.session.commit()


def note_download(*, batch: ImportBatch, staff: Staff) -> None:
    """Log that someone takes the rejected rows along."""
    _log("import.errors_downloaded", batch, staff)
    db.session.commit()


def _move(
    batch: ImportBatch, sources: Sequence[ImportState], target: ImportState, **values: object
) -> None:
    """Of two people, or two clicks, only the first finds the state that it expects."""
    statement = update(ImportBatch).where(
        ImportBatch.id == batch.id, ImportBatch.state.in_(sources)
    )
    moved = db.session.execute(statement.values(state=target, **values))
    if not moved.rowcount:  # type: ignore[attr-defined]  # an UPDATE counts its rows
        raise ConflictError(TAKEN)
    db.session.refresh(batch)


def _remember(batch: ImportBatch, choice: ColumnChoice, guesses: Sequence[Guess]) -> None:
    key = {"bureau_id": batch.source_bureau_id, "kind": batch.kind}
    memory = db.session.get(ColumnMemory, key) or ColumnMemory(**key, fields={})
    chosen = {
        normalise(each.title): choice.fields.get(each.index, "") for each in guesses if each.title
    }
    memory.fields = {**memory.fields, **chosen}
    db.session.add(memory)


def _sent_before(token: str) -> ImportBatch:
    known = import_by_token(token)
    if known is None:
        raise ConflictError(TAKEN)
    return known


def _log(action: str, batch: ImportBatch, staff: Staff, reason: str = "") -> None:
    audit.record(
        action,
        actor=staff.as_actor(),
        object_type="import_batch",
        object_id=batch.id,
        reason=reason,
    )
