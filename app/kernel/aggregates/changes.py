"""Which kept numbers a transaction makes wrong: noted as rows are written, told to the worker.

Notes become a message of the outbox in the transaction itself. What a message names counts as
wrong until the worker has counted it; in the transaction, what is noted does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import event, func, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from app.kernel.aggregates.kinds import Behind, Summed, kinds, summed
from app.kernel.db.session import WRITTEN, db
from app.kernel.jobs import outbox

TOPIC = "aggregates"
PLACES_PER_MESSAGE = 500
_NOTED = "aggregates.noted"

Place = tuple[str, str | None, str | None]
"""Kind, scope and part; None for all of them."""
Span = tuple[int, int]
"""The first and the last number of items that follow each other."""


@dataclass
class Noted:
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
            last = _last(db.session(), summed()[name])
            if last > after:
                yield name, (after + 1, last)

    def note(self, kind: Summed, behind: Behind, row: Any) -> None:
        """Note the items of a row."""
        if behind.items is None:
            self.places.add((kind.name, None, None))
        else:
            self.items[kind.name].update(behind.items(row))

    def clear(self) -> None:
        """Forget it all."""
        self.places.clear()
        self.items.clear()
        self.newer.clear()


def noted(session: Session) -> Noted:
    """What the present transaction has made wrong so far."""
    return cast(Noted, session.info.setdefault(_NOTED, Noted()))


def differs(row: Any, names: Iterable[str]) -> bool:
    """Whether the row is new or deleted, or any of these columns has changed."""
    state = inspect(row)
    if not state.persistent or row in state.session.deleted:
        return True
    return any(state.attrs[name].history.has_changes() for name in names)


@event.listens_for(db.session, "after_flush")
def _note_rows(session: Session, _context: Any) -> None:
    for row in chain(session.new, session.dirty, session.deleted):
        for kind in kinds().values():
            if counted_in := kind.rows.get(type(row)):
                places = ((kind.name, scope, part) for scope, part in counted_in(row))
                noted(session).places.update(places)
        for each in summed().values():
            behind = each.rows.get(type(row))
            if behind and differs(row, behind.columns):
                noted(session).note(each, behind, row)


@event.listens_for(db.session, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    """A statement in bulk does not say which rows it writes, unless it has them by their numbers:
    all that its model counts in.
    """
    if not (state.is_insert or state.is_update or state.is_delete) or not state.bind_mapper:
        return
    model, told = state.bind_mapper.class_, noted(state.session)
    for kind in kinds().values():
        if model in kind.rows:
            told.places.add((kind.name, None, None))
    for each in summed().values():
        if behind := each.rows.get(model):
            _note_bulk(state, told, each, behind)


def _note_bulk(state: ORMExecuteState, told: Noted, kind: Summed, behind: Behind) -> None:
    rows = state.parameters if isinstance(state.parameters, Sequence) else [state.parameters or {}]
    numbers = {row["id"] for row in rows if "id" in row} if state.is_update else set()
    written = state.execution_options.get(WRITTEN) or (set(chain(*rows)) if numbers else None)
    if written is not None and not set(written) & set(behind.columns):
        return
    is_own = state.bind_mapper is not None and state.bind_mapper.class_ is kind.model
    if state.is_insert and not is_own:
        for row in rows:
            told.note(kind, behind, SimpleNamespace(**row))
    elif state.is_insert:
        after = told.newer.get(kind.name)
        told.newer[kind.name] = _last(state.session, kind) if after is None else after
    elif numbers and is_own:
        told.items[kind.name] |= numbers
    else:
        told.places.add((kind.name, None, None))


@event.listens_for(db.session, "before_commit")
def _tell(session: Session) -> None:
    session.flush()
    told = noted(session)
    for places in _pieces(sorted(told.places, key=str)):
        outbox.enqueue(TOPIC, {"places": places})
    for items in _pieces([[name, *span] for name, span in told.spans()]):
        outbox.enqueue(TOPIC, {"items": items})
    told.clear()


@event.listens_for(db.session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    """With the whole transaction: a savepoint that is given up leaves what was noted before it."""
    if transaction.parent is None:
        noted(session).clear()


def places_in(payload: Mapping[str, Any]) -> set[Place]:
    """The places that a message names."""
    return {(kind, scope, part) for kind, scope, part in payload.get("places", ())}


def items_in(payload: Mapping[str, Any]) -> list[tuple[str, Span]]:
    """The items that a message names."""
    return [(kind, (first, last)) for kind, first, last in payload.get("items", ())]


def _pieces(of: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(of), PLACES_PER_MESSAGE):
        yield of[start : start + PLACES_PER_MESSAGE]


def _spans(numbers: Iterable[int]) -> Iterator[Span]:
    first = last = None
    for number in numbers:
        if first is not None and last is not None and number != last + 1:
            yield first, last
            first = None
        first, last = number if first is None else first, number
    if first is not None and last is not None:
        yield first, last


def _last(session: Session, kind: Summed) -> int:
    model: Any = kind.model
    return session.scalar(select(func.max(model.id))) or 0
