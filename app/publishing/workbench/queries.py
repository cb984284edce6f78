"""Imports as staff see them: those of their own body; the coordination office sees all."""

from datetime import datetime
from math import ceil

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import defer

from app.kernel import clock
from app.kernel.db.paging import PER_PAGE, Page, paginate
from app.kernel.db.session import db
from app.kernel.errors import NotFoundError
from app.kernel.imports.models import ImportBatch, ImportFinding
from app.kernel.imports.rules import UNDER_WAY, FindingKind, ImportState
from app.kernel.imports.targets import ChangedRow
from app.people.models import Bureau, Staff
from app.publishing.life.models import RecordVersion
from app.publishing.life.queries import imported_versions


def import_page(staff: Staff, *, state: ImportState | None, page: int) -> Page[ImportBatch]:
    """A page of the imports that the person may see, newest first."""
    statement = (
        select(ImportBatch)
        .where(_owned(staff))
        .options(defer(ImportBatch.preview), defer(ImportBatch.choice), defer(ImportBatch.changes))
        .order_by(ImportBatch.started_at.desc(), ImportBatch.id.desc())
    )
    if state:
        statement = statement.where(ImportBatch.state == state)
    return paginate(statement, page=page)


def import_of(staff: Staff, key: int) -> ImportBatch:
    """The import; NotFoundError when there is none or it belongs to another body."""
    statement = select(ImportBatch).where(ImportBatch.id == key, _owned(staff))
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFoundError
    return found


def import_by_token(token: str) -> ImportBatch | None:
    """The import that came of a form which is now sent a second time."""
    return db.session.scalar(select(ImportBatch).where(ImportBatch.form_token == token))


def same_file(batch: ImportBatch) -> ImportBatch | None:
    """An earlier import of the very same file by the same body, the latest."""
    return db.session.scalar(
        select(ImportBatch)
        .where(
            ImportBatch.file_sha256 == batch.file_sha256,
            ImportBatch.source_bureau_id == batch.source_bureau_id,
            ImportBatch.kind == batch.kind,
            ImportBatch.id < batch.id,
            ImportBatch.state != ImportState.DISCARDED,
        )
        .order_by(ImportBatch.id.desc())
        .limit(1)
    )


def findings_page(batch: ImportBatch, kind: FindingKind, page: int) -> Page[ImportFinding]:
    """A page of the findings of a kind, in the order of the rows."""
    statement = select(ImportFinding).where(
        ImportFinding.batch_id == batch.id, ImportFinding.kind == kind
    )
    return paginate(statement.order_by(ImportFinding.row, ImportFinding.id), page=page)


def changes_page(batch: ImportBatch, page: int) -> Page[ChangedRow]:
    """A page of the rows that change a record: as the check found, or as they went in."""
    if batch.changes is None:
        found = imported_versions(batch.id, page)
        rows = [_changed_row(version) for version in found.items]
        return Page(rows, found.total, found.page, found.per_page)
    total = len(batch.changes)
    number = min(max(1, page), max(1, ceil(total / PER_PAGE)))
    shown = batch.changes[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Page([ChangedRow(**row) for row in shown], total, number)


def _changed_row(version: RecordVersion) -> ChangedRow:
    after = {name: version.values[name] for name in version.was}
    return ChangedRow(version.import_row or 0, version.kind, version.record_id, version.was, after)


def sender_of(batch: ImportBatch) -> str:
    """The name of the body whose file it is."""
    name = select(Bureau.name).where(Bureau.id == batch.source_bureau_id)
    return db.session.scalar(name) or "本站"


def sender_names(batches: list[ImportBatch]) -> dict[int | None, str]:
    """Short names of the bodies of a list of imports."""
    ids = {batch.source_bureau_id for batch in batches}
    rows = db.session.execute(select(Bureau.id, Bureau.short_name).where(Bureau.id.in_(ids)))
    return {None: "本站", **{row.id: row.short_name for row in rows}}


def has_due() -> bool:
    """Whether an import waits for a worker."""
    due = select(ImportBatch.id).where(*_is_due(clock.now()))
    return db.session.scalar(due.limit(1)) is not None


def next_due(now: datetime) -> ImportBatch | None:
    """The oldest import that waits for a worker, or whose worker has been silent for 3 minutes."""
    return db.session.scalar(
        select(ImportBatch)
        .where(*_is_due(now))
        .order_by(ImportBatch.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    free = or_(ImportBatch.leased_until.is_(None), ImportBatch.leased_until < now)
    return ImportBatch.state.in_(UNDER_WAY), free


def batches_before(limit: datetime) -> list[ImportBatch]:
    """Imports that ended, or began and never ended, before ``limit`` and still have a file."""
    return list(
        db.session.scalars(
            select(ImportBatch).where(
                ImportBatch.upload_id.is_not(None),
                ImportBatch.state.not_in(UNDER_WAY),
                func.coalesce(ImportBatch.finished_at, ImportBatch.started_at) < limit,
            )
        )
    )


def kept_files() -> set[str]:
    """The ids of all stored files that belong to an import."""
    rows = db.session.execute(select(ImportBatch.upload_id, ImportBatch.errors_id))
    return {file_id for row in rows for file_id in row if file_id}


def _owned(staff: Staff) -> ColumnElement[bool]:
    if staff.bureau.is_coordination_office:
        return true()
    return ImportBatch.source_bureau_id == staff.bureau_id
