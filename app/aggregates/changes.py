"""Which kept numbers a transaction makes wrong: noted as rows are written, told to the worker.

Notes become a message of the outbox in the transaction itself. What a message names counts as
wrong until the worker has counted it; in the transaction, what is noted does.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, cast

from sqlalchemy import event, inspect
from sqlalchemy.orm import InstrumentedAttribute, ORMExecuteState, Session, SessionTransaction

from app.aggregates.kinds import Touched, kinds
from app.core import outbox
from app.core.db import db

TOPIC = "aggregates"
KEYS_PER_MESSAGE = 500
_NOTED = "aggregates.noted"

Place = tuple[str, str | None, str | None]
"""Kind, scope and part; None for all of them."""


def noted(session: Session) -> set[Place]:
    """What the present transaction has made wrong so far."""
    return cast(set[Place], session.info.setdefault(_NOTED, set()))


def both(row: Any, name: str) -> set[Any]:
    """The value of a column, and the one that it had in the database before.

    For columns that ``keep_old`` names.
    """
    return set(chain(*inspect(row).attrs[name].history))


def differs(row: Any, names: Iterable[str]) -> bool:
    """Whether the row is new or deleted, or any of these columns has changed."""
    state = inspect(row)
    if not state.persistent or row in state.session.deleted:
        return True
    return any(state.attrs[name].history.has_changes() for name in names)


def keep_old(*columns: InstrumentedAttribute[Any]) -> None:
    """Have the old value of these columns read when they are changed, if it is not at hand."""
    for column in columns:
        event.listen(column, "set", _nothing, active_history=True)


def _nothing(*_: object) -> None:
    """What is listened for is done by listening."""


def _note(session: Session, kind: str, touched: Iterable[Touched]) -> None:
    noted(session).update((kind, scope, part) for scope, part in touched)


@event.listens_for(db.session, "after_flush")
def _note_rows(session: Session, _context: Any) -> None:
    for row in chain(session.new, session.dirty, session.deleted):
        for kind in kinds().values():
            if counted_in := kind.rows.get(type(row)):
                _note(session, kind.name, counted_in(row))


@event.listens_for(db.session, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    """A statement in bulk does not say which rows it writes: all that its model counts in."""
    if (state.is_insert or state.is_update or state.is_delete) and state.bind_mapper:
        model = state.bind_mapper.class_
        for kind in kinds().values():
            if model in kind.rows:
                _note(state.session, kind.name, [(None, None)])


@event.listens_for(db.session, "before_commit")
def _tell(session: Session) -> None:
    session.flush()
    for places in _pieces(sorted(noted(session), key=str)):
        outbox.enqueue(TOPIC, {"places": places})
    noted(session).clear()


@event.listens_for(db.session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    """With the whole transaction: a savepoint that is given up leaves what was noted before it."""
    if transaction.parent is None:
        noted(session).clear()


def _pieces(places: list[Place]) -> Iterator[list[Place]]:
    for start in range(0, len(places), KEYS_PER_MESSAGE):
        yield places[start : start + KEYS_PER_MESSAGE]
