"""The record of an import, the transaction of each of its batches, and what is kept of senders."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.imports.models import ColumnMemory, ImportBatch
from app.kernel.imports.rules import LEASE, ImportState
from app.kernel.imports.targets import ImportSource, RowBatch, RowVerdict, Save

COUNTED = ("read", "added", "changed", "unchanged", "rejected", "hinted")


class ImportStoppedError(Exception):
    """Someone has stopped the import, or another worker has taken it over."""


@dataclass
class Ledger:
    """Where one attempt notes how far the import has come, in the transaction of each batch."""

    batch_id: int
    state: ImportState
    attempt: int
    counts: Counter[str] = field(default_factory=Counter)
    """What earlier attempts have kept."""

    @property
    def resume_at(self) -> int:
        """How many rows earlier attempts have kept."""
        return self.counts["read"]

    def advance(self, counts: Mapping[str, int]) -> None:
        """Commit the batch and its count; ImportStoppedError where the import is not ours any more.

        Whoever stops the import changes its state, and whoever takes it over its attempt: the
        batch in hand is then forgotten as a whole.
        """
        written = {f"rows_{name}": counts.get(name, 0) for name in COUNTED}
        if not self._update(**written, leased_until=clock.now() + LEASE):
            db.session.rollback()
            raise ImportStoppedError
        db.session.commit()
        db.session.expunge_all()

    def close(self, **values: Any) -> bool:
        """Set the last values in the current transaction; False when the import is not ours."""
        return self._update(**values, leased_until=None)

    def _update(self, **values: Any) -> bool:
        statement = update(ImportBatch).where(
            ImportBatch.id == self.batch_id,
            ImportBatch.state == self.state,
            ImportBatch.attempts == self.attempt,
        )
        options = {"synchronize_session": False}
        result = db.session.execute(statement.values(**values), execution_options=options)
        return bool(result.rowcount)  # type: ignore[attr-defined]  # an UPDATE counts its rows


def start_import(*, kind: str, path: Path, source: ImportSource) -> Ledger:
    """Record that the import of a file has begun."""
    batch = ImportBatch(
        kind=kind,
        file_name=source.file_name[:255],
        file_sha256=_sha256(path),
        source_bureau_id=source.bureau_id,
        started_at=clock.now(),
        state=ImportState.RUNNING,
        attempts=1,
        leased_until=clock.now() + LEASE,
    )
    db.session.add(batch)
    db.session.commit()
    return Ledger(batch.id, ImportState.RUNNING, batch.attempts)


def finish_import(ledger: Ledger, *, state: ImportState, notices: Sequence[str]) -> None:
    """Record how the import ended."""
    ledger.close(state=state, notices=list(notices), finished_at=clock.now())
    db.session.commit()


def attempt(save: Save, batch: RowBatch) -> Sequence[RowVerdict]:
    """Save rows such that, if the database refuses them, those saved before them stay."""
    with db.session.begin_nested():
        return save(batch)


def drop_batch() -> None:
    """Forget the rows of a batch."""
    db.session.rollback()
    db.session.expunge_all()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remembered_columns(bureau_id: int | None, kind: str) -> dict[str, str]:
    """Which field each title of this sender stood for last time; nothing of an unnamed sender."""
    if bureau_id is None:
        return {}
    statement = select(ColumnMemory.fields).where(
        ColumnMemory.bureau_id == bureau_id, ColumnMemory.kind == kind
    )
    return db.session.scalar(statement) or {}
