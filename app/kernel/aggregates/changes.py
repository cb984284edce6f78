"""Which kept numbers a transaction makes wrong: noted as rows are written, told to the worker.

Notes become a message of the outbox in the transaction itself. What a message names counts as
wrong until the worker has counted it; in the transaction, what is noted does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, groupby
from types import SimpleNamespace
from typing import Any

from flask import Flask
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from app.kernel.aggregates.kinds import CountedRows, SummedKind, kinds, summed
from app.kernel.db.changes import Bulk, ChangeStage, Flush, TransactionNotes, follow
from app.kernel.db.session import db
from app.kernel.jobs import outbox

TOPIC = "aggregates"
PLACES_PER_MESSAGE = 500

Place = tuple[str, str | None, str | None]
"""Kind, scope and part; None for all of them."""
Span = tuple[int, int]
"""The first and the last number of items that follow each other."""


@dataclass
class StaleCounts:
    """What a transaction has made wrong so far."""

    places: set[Place] = field(default_factory=set)
    items: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    newer: dict[str, int] = field(default_factory=dict)
    """By kind the number after which all items are new: they were written in bulk."""

    def spans(self) -> Iterator[tuple[str, Span]]:
        """The items with their kinds, those that follow each other together."""
        for name, numbers in self.items.items():
            yield from ((name, span) for span in _spans(sorted(numbers)))
        for name, after in self.newer.items():
            last = last_item(db.session(), summed()[name])
            if last > after:
                yield name, (after + 1, last)

    def note(self, kind: SummedKind, behind: CountedRows, row: Any) -> None:
        """Note the items of a row."""
        if behind.items is None:
            self.places.add((kind.name, None, None))
        else:
            self.items[kind.name].update(behind.items(row))

    def __copy__(self) -> "StaleCounts":
        items = {kind: set(numbers) for kind, numbers in self.items.items()}
        return StaleCounts(set(self.places), defaultdict(set, items), dict(self.newer))


stale_counts = TransactionNotes(StaleCounts)


def init_app(app: Flask) -> None:
    """Note what changes make wrong, and tell the worker."""
    follow(app, ChangeStage.SUMS, flushed=_note_rows, bulk=_note_statement, before_commit=_tell)


def differs(row: Any, names: Iterable[str]) -> bool:
    """Whether the row is new or deleted, or any of these columns has changed."""
    state = inspect(row)
    if not state.persistent or row in state.session.deleted:
        return True
    return any(state.attrs[name].history.has_changes() for name in names)


def _note_rows(flush: Flush) -> None:
    stale = stale_counts.of(flush.session)
    for row in flush.rows:
        for kind in kinds().values():
            if counted_in := kind.rows.get(type(row)):
                places = ((kind.name, scope, part) for scope, part in counted_in(row))
                stale.places.update(places)
        for each in summed().values():
            behind = each.rows.get(type(row))
            if behind and differs(row, behind.columns):
                stale.note(each, behind, row)


def _note_statement(bulk: Bulk) -> None:
    """A statement in bulk does not say which rows it writes, unless it has them by their numbers:
    all that its model counts in.
    """
    stale = stale_counts.of(bulk.session)
    for kind in kinds().values():
        if bulk.model in kind.rows:
            stale.places.add((kind.name, None, None))
    for each in summed().values():
        if behind := each.rows.get(bulk.model):
            _note_bulk(bulk, stale, each, behind)


def _note_bulk(bulk: Bulk, stale: StaleCounts, kind: SummedKind, behind: CountedRows) -> None:
    numbers = {row["id"] for row in bulk.rows if "id" in row} if bulk.is_update else set()
    written = bulk.written or (set(chain(*bulk.rows)) if numbers else None)
    if written is not None and not set(written) & set(behind.columns):
        return
    is_own = bulk.model is kind.model
    if bulk.is_insert and not is_own:
        for row in bulk.rows:
            stale.note(kind, behind, SimpleNamespace(**row))
    elif bulk.is_insert:
        after = stale.newer.get(kind.name)
        stale.newer[kind.name] = last_item(bulk.session, kind) if after is None else after
    elif numbers and is_own:
        stale.items[kind.name] |= numbers
    else:
        stale.places.add((kind.name, None, None))


def _tell(session: Session) -> None:
    stale = stale_counts.of(session)
    items = [[name, *span] for name, span in stale.spans()]
    for name, named in (("places", sorted(stale.places, key=str)), ("items", items)):
        for start in range(0, len(named), PLACES_PER_MESSAGE):
            outbox.enqueue(TOPIC, {name: named[start : start + PLACES_PER_MESSAGE]})


def places_in(payload: Mapping[str, Any]) -> set[Place]:
    """The places that a message names."""
    return {(kind, scope, part) for kind, scope, part in payload.get("places", ())}


def items_in(payload: Mapping[str, Any]) -> list[tuple[str, Span]]:
    """The items that a message names."""
    return [(kind, (first, last)) for kind, first, last in payload.get("items", ())]


def _spans(numbers: Iterable[int]) -> Iterator[Span]:
    """Numbers in order, those that follow each other together."""
    for _, run in groupby(enumerate(numbers), key=lambda each: each[1] - each[0]):
        found = [number for _, number in run]
        yield found[0], found[-1]


def last_item(session: Session, kind: SummedKind) -> int:
    """The greatest number of an item, 0 where there is none."""
    model: Any = kind.model
    return session.scalar(select(func.max(model.id))) or 0
