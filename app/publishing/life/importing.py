"""Saving records that files bring to be published: the same for every kind of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import insert, inspect, select, update

from app.kernel import clock
from app.kernel.audit import services as audit
from app.kernel.db.session import WRITTEN, db
from app.kernel.imports.saving import RecordChange, RecordDraft, Saved, save_drafts, update_rows
from app.kernel.imports.targets import (
    ChangedRow,
    Hint,
    HintedOutcome,
    ImportRow,
    ImportSource,
    Rejection,
    RowBatch,
    RowOutcome,
    RowVerdict,
)
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import changed
from app.publishing.life.import_gate import pass_gate
from app.publishing.life.models import ChangeNote, RecordVersion, Withdrawal
from app.publishing.life.queries import newest_numbers
from app.publishing.life.rules import PublicationStatus, VersionState, WithdrawalState
from app.publishing.life.sealed import Original, seal_many
from app.publishing.life.values import encoded

CORRECTED_BY_SENDER = "据报送单位重新报送的数据更正。"
"""What the public reads on a record that a file has changed; the items stand beside it."""


"""Public texts that no form has, and their words."""


class ImportedRow(Protocol):
    """A row of a file, understood as a record."""

    row: int

    def key(self) -> str:
        """What names the record within its source."""

    def problem(self) -> Rejection | None:
        """Why the row can't be taken, if it can't."""

    def hints(self) -> tuple[Hint, ...]:
        """What a person should look at in a row that is taken."""

    def original(self) -> Original | None:
        """Who the party is, where the record shows a natural person as 张某某."""

    @property
    def revocation(self) -> str | None:
        """Why the record no longer stands, if the file marks it so."""


R = TypeVar("R", bound=ImportedRow)


def save_batch(
    batch: RowBatch,
    *,
    model: Any,
    understand: Callable[[ImportRow, ImportSource], R],
    drafts: Callable[[Sequence[R], ImportSource], Sequence[RecordDraft]],
    kinds: Iterable[SearchKind],
    action: str,
) -> Sequence[RowVerdict]:
    """Add or update the records of a batch, take down those revoked, tell the index and the log."""
    rows = [understand(candidate, batch.source) for candidate in batch.rows]
    problems = {row.row: row.problem() for row in rows}
    good = [row for row in rows if problems[row.row] is None]
    made, hints_of, held = pass_gate(model, drafts(good, batch.source), batch.source)
    problems |= held
    good = [row for row in good if row.row not in held]
    saved = save_with_versions(model, made, batch)
    seal_many(model, _originals(good))
    withdrawn = _withdraw_revoked(model, good)
    outcomes = _outcomes(made, saved, withdrawn)
    written = {*saved.ids, *withdrawn.values()}
    for kind in kinds:
        changed(kind, written)
    if written:
        record_import(action, batch.source, len(written))
    return [
        problems[row.row] or _noted(outcomes[row.row], (*row.hints(), *hints_of.get(row.row, ())))
        for row in rows
    ]


def _originals(rows: Iterable[ImportedRow]) -> dict[str, Original]:
    found = ((row, row.original()) for row in rows)
    return {row.key(): original for row, original in found if original is not None}


def record_import(action: str, source: ImportSource, number: int) -> None:
    """Account for a batch of a file by which so many records were added or changed."""
    batch_id, reason = source.batch_id or "", f"{number} records"
    audit.record(action, object_type="import_batch", object_id=batch_id, reason=reason)


def with_hints(
    saved: Iterable[tuple[RecordDraft, RowOutcome]], hints: Mapping[int, tuple[Hint, ...]]
) -> dict[int, RowVerdict]:
    """What became of each row, with what to look at in it if there is anything."""
    return {draft.row: _noted(outcome, hints.get(draft.row, ())) for draft, outcome in saved}


def _noted(outcome: RowOutcome, hints: tuple[Hint, ...]) -> RowOutcome | HintedOutcome:
    return HintedOutcome(outcome, hints) if hints else outcome


def save_with_versions(
    model: Any,
    drafts: Sequence[RecordDraft],
    batch: RowBatch,
    *,
    beside: Callable[[Saved], None] | None = None,
) -> Saved:
    """Insert and update as ``save_drafts`` does, and keep a version of each change.

    ``beside`` writes what lies in other tables than the record's, and notes it as ``also`` changed.
    The public is told of what changed in what it can read.
    """
    also_read = [*_columns_of(model), "status", "published_on"]
    saved = save_drafts(model, drafts, batch.source, also_read=also_read)
    if beside:
        beside(saved)
    _keep_changes(model, saved.changes, batch)
    return saved


def _columns_of(model: Any) -> list[str]:
    """The columns among the fields that versions keep."""
    columns = inspect(model).columns
    return [name for name in model.FIELDS if name in columns and name != "source_key"]


def _keep_changes(model: Any, changes: Sequence[RecordChange], batch: RowBatch) -> None:
    """Keep a version of each record that a file has changed, in one statement for all."""
    names = set(model.FIELDS) - {"source_key"}
    versioned = [change for change in changes if names & change.values.keys()]
    if not versioned:
        return
    numbers = newest_numbers(model.__tablename__, [change.key for change in versioned])
    now = clock.now()
    rows = [
        {
            "kind": model.__tablename__,
            "record_id": change.key,
            "number": numbers.get(change.key, 0) + 1,
            "state": VersionState.IMPORTED,
            "values": encoded({name: change.after[name] for name in names & change.after.keys()}),
            "was": encoded({name: change.before[name] for name in names & change.values.keys()}),
            "written_at": now,
            "reason": f"表格导入第 {batch.source.batch_id} 批：{batch.source.file_name}"[:500],
            "note": CORRECTED_BY_SENDER if _could_be_read(change) else "",
            "import_batch_id": batch.source.batch_id,
            "import_row": change.row,
        }
        for change in versioned
    ]
    db.session.execute(insert(RecordVersion), rows)
    batch.changes.extend(_changed_row(version) for version in rows)
    _tell_public(model, versioned)


def _could_be_read(change: RecordChange) -> bool:
    """Whether the public can read the record, or could."""
    status, since, today = change.before["status"], change.before["published_on"], clock.today()
    return status is PublicationStatus.PUBLISHED and (since or today) <= today


def _changed_row(version: Mapping[str, Any]) -> ChangedRow:
    after = {name: version["values"][name] for name in version["was"]}
    return ChangedRow(
        version["import_row"], version["kind"], version["record_id"], version["was"], after
    )


def _tell_public(model: Any, changes: Iterable[RecordChange]) -> None:
    """Say on records that the public can read, or could, which of their items a file corrected."""
    fields = {
        change.key: [
            name for name, label in model.FIELDS.items() if label and name in change.values
        ]
        for change in changes
        if _could_be_read(change)
    }
    notes = [
        {
            "kind": model.__tablename__,
            "record_id": key,
            "on": clock.today(),
            "text": CORRECTED_BY_SENDER,
            "fields": names,
        }
        for key, names in fields.items()
        if names
    ]
    if notes:
        db.session.execute(insert(ChangeNote), notes)


def _outcomes(
    drafts: Iterable[RecordDraft], saved: Saved, withdrawn: dict[str, int]
) -> dict[int, RowOutcome]:
    return {
        draft.row: _outcome(draft, outcome, withdrawn)
        for draft, outcome in zip(drafts, saved.outcomes, strict=True)
    }


def _outcome(draft: RecordDraft, outcome: RowOutcome, withdrawn: dict[str, int]) -> RowOutcome:
    is_news = outcome is RowOutcome.UNCHANGED and draft.key in withdrawn
    return RowOutcome.CHANGED if is_news else outcome


def _withdraw_revoked(model: Any, rows: Iterable[ImportedRow]) -> dict[str, int]:
    """Take down records that the file marks as revoked; returns ids by source key."""
    reasons = {row.key(): row.revocation for row in rows if row.revocation}
    if not reasons:
        return {}
    statement = select(model.id, model.source_key).where(
        model.source_key.in_(reasons), model.status == PublicationStatus.PUBLISHED
    )
    found = {row.source_key: row.id for row in db.session.execute(statement)}
    withdrawn = {"status": PublicationStatus.WITHDRAWN, "withdrawn_on": clock.today()}
    update_rows(
        model,
        [
            {"id": key, **withdrawn, "withdrawal_reason": reasons[source_key]}
            for source_key, key in found.items()
        ],
    )
    _settle_noted(model, found.values())
    return found


def _settle_noted(model: Any, keys: Iterable[int]) -> None:
    """Withdrawals that were noted at the desk are done, since the file has taken the records."""
    noted = (
        Withdrawal.kind == model.__tablename__,
        Withdrawal.record_id.in_(list(keys)),
        Withdrawal.state == WithdrawalState.NOTED,
    )
    done = {"state": WithdrawalState.DONE, "withdrawn_at": clock.now()}
    # Who counts what is written was told of the records themselves.
    options = {WRITTEN: ()}
    db.session.execute(update(Withdrawal).where(*noted).values(done), execution_options=options)
