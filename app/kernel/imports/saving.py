"""Writing imported records in bulk: known ones by their source key, in one query a batch."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import insert, inspect, or_, select, update

from app.kernel import clock
from app.kernel.db.session import WRITTEN, db
from app.kernel.imports.targets import ImportSource, RowOutcome

NOT_STATED = "原表未注明"
"""Stands for a body that a record must have and its file does not name."""


@dataclass(frozen=True)
class RecordDraft:
    """A record to be: ``content`` follows the file, ``birth`` is set once and then left alone.

    So a record that an editor has withdrawn, or whose period was shortened, stays that way
    when its file comes again. All drafts of a batch have the same keys.
    """

    row: int
    key: str
    content: Mapping[str, Any]
    birth: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RecordChange:
    """A record that was there before, as it was, and what of it is other now."""

    key: int
    row: int
    before: Mapping[str, Any]
    values: Mapping[str, Any]

    @property
    def after(self) -> dict[str, Any]:
        """The record as it is now."""
        return {**self.before, **self.values}


@dataclass
class Saved:
    """What became of the drafts, in order, and which records were written."""

    outcomes: list[RowOutcome] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    changes: list[RecordChange] = field(default_factory=list)
    known: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By source key the records that were there before, as they were."""

    def also(
        self, draft: RecordDraft, before: Mapping[str, Any], values: Mapping[str, Any]
    ) -> None:
        """Note that more of a known record is other now: what lies in another table than its own.

        ``before`` and ``values`` join the other changes of the draft, if there are any.
        """
        was = self.known[draft.key]
        key, others = was["id"], [each for each in self.changes if each.row != draft.row]
        same: Mapping[str, Any] = next(
            (each.values for each in self.changes if each.row == draft.row), {}
        )
        change = RecordChange(key, draft.row, {**was, **before}, {**same, **values})
        self.changes, self.ids = [*others, change], [*dict.fromkeys((*self.ids, key))]


def source_key(*parts: object) -> str:
    """The identity of a record within its source, from what does not change about it."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.blake2b(text.encode(), digest_size=24).hexdigest()


def save_drafts(
    model: Any,
    drafts: Sequence[RecordDraft],
    source: ImportSource,
    *,
    also_read: Iterable[str] = (),
) -> Saved:
    """Insert the new ones and update the changed ones; the second of two equal rows is neither.

    Those that say what they said are noted as seen today. Of what was changed, ``also_read`` names
    further columns to be told as they were before.
    """
    known, today = _known(model, drafts, also_read), clock.today()
    saved, new, changes, seen = Saved(known=known), [], [], []
    for draft in drafts:
        if draft.key in source.met:
            saved.outcomes.append(RowOutcome.UNCHANGED)
            continue
        source.met.add(draft.key)
        before = known.get(draft.key)
        if before is None:
            new.append({**draft.content, **draft.birth, **_origin(draft, source, today)})
            saved.outcomes.append(RowOutcome.ADDED)
        elif differing := _differing(before, draft.content):
            changes.append({"id": before["id"], **differing, **_follows(draft, source, today)})
            saved.changes.append(RecordChange(before["id"], draft.row, before, differing))
            saved.outcomes.append(RowOutcome.CHANGED)
        else:
            seen.append(before["id"])
            saved.outcomes.append(RowOutcome.UNCHANGED)
    see_again(model, seen)
    saved.ids = [*insert_rows(model, new), *update_rows(model, changes)]
    return saved


def insert_rows(model: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows with the same columns, among them ``source_key``; returns their ids in order.

    Hundreds of rows go into one statement: after each statement that fires a trigger, SQLite
    would write down every page it is about to change once more. The statement is one of the
    table, which costs less than one of the model; whoever listens for changes of the model is
    told of it all the same.
    """
    if not rows:
        return []
    now = clock.now()
    stamped = [{**row, "created_at": now, "updated_at": now} for row in rows]
    table, bind_arguments = model.__table__, {"mapper": inspect(model)}
    statement = insert(table).returning(table.c.source_key, table.c.id)
    written = db.session.execute(statement, stamped, bind_arguments=bind_arguments)
    ids = {row.source_key: row.id for row in written}
    return [ids[row["source_key"]] for row in rows]


def update_rows(model: Any, changes: Sequence[dict[str, Any]]) -> list[int]:
    """Change rows by their id, each in its own columns; returns the ids."""
    now = clock.now()
    if changes:
        db.session.execute(update(model), [{**change, "updated_at": now} for change in changes])
    return [change["id"] for change in changes]


def adopt(model: Any, named: Mapping[int, str]) -> None:
    """Let records that stand on the site be those that a file speaks of, however they came.

    ``named`` are their source keys by id; another record that had the key gives it up.
    """
    for key, name in named.items():
        elsewhere = update(model).where(model.source_key == name, model.id != key)
        here = update(model).where(model.id == key).values(source_key=name)
        for statement in (elsewhere.values(source_key=None), here):
            db.session.execute(statement, execution_options={WRITTEN: ("source_key",)})


def see_again(model: Any, ids: Iterable[int]) -> None:
    """Note on rows that a file brings them again, in one statement; those of today have it."""
    if keys := list(ids):
        today = clock.today()
        before = or_(model.checked_on.is_(None), model.checked_on < today)
        db.session.execute(
            update(model).where(model.id.in_(keys), before).values(checked_on=today),
            execution_options={"synchronize_session": False, WRITTEN: ("checked_on",)},
        )


def _known(
    model: Any, drafts: Sequence[RecordDraft], also_read: Iterable[str]
) -> dict[str, dict[str, Any]]:
    keys = {draft.key for draft in drafts}
    if not keys:
        return {}
    columns = [getattr(model, name) for name in dict.fromkeys((*drafts[0].content, *also_read))]
    statement = select(model.source_key, model.id, *columns).where(model.source_key.in_(keys))
    return {row.source_key: row._asdict() for row in db.session.execute(statement)}


def _differing(before: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if before[name] != value}


def _origin(draft: RecordDraft, source: ImportSource, today: date) -> dict[str, Any]:
    return {
        "source_key": draft.key,
        "source_bureau_id": source.bureau_id,
        **_follows(draft, source, today),
    }


def _follows(draft: RecordDraft, source: ImportSource, today: date) -> dict[str, Any]:
    return {
        "source_row": draft.row,
        "import_batch_id": source.batch_id,
        "checked_on": today,
    }
