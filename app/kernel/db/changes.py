"""What a transaction changes: seen once, and told to all who follow it, stage by stage.

Nobody else listens to the session. Who follows keeps what it needs in ``TransactionNotes``, which
the transaction owns: they end with it, committed or not, and go back with a savepoint that is given
up. The release of a savepoint is no commit; nobody is told of it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from enum import IntEnum, auto
from itertools import chain
from typing import Any, Generic, TypeVar, cast

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from app.kernel.db.session import WRITTEN, db

EXTENSION = "changes"
_NOTES_KEY = "changes"

T = TypeVar("T")


class ChangeStage(IntEnum):
    """The order in which those who follow changes are told of the same moment."""

    AUDIT = auto()
    """First: it keeps values as the act has written them, before anybody writes because of them."""
    SUMS = auto()
    """Only adds messages to the outbox: nobody waits for a row that is new."""
    SEARCH = auto()
    """Locks entries of an index in the database, as all do once their records are written."""
    CACHE = auto()
    """Last before the commit: all who write public records meet in one row, so whoever holds it
    must not wait for another, and holds it no longer than it has to."""


@dataclass(frozen=True)
class Flush:
    """Rows that the session has just written; what they were before can still be asked."""

    session: Session
    new: Sequence[Any]
    changed: Sequence[Any]
    deleted: Sequence[Any]

    @property
    def rows(self) -> Iterator[Any]:
        """All of them."""
        return chain(self.new, self.changed, self.deleted)


@dataclass(frozen=True)
class Bulk:
    """A statement that is about to write rows of ``model``, which the session never sees."""

    session: Session
    model: type
    is_insert: bool
    is_update: bool
    rows: Sequence[Mapping[str, Any]]
    """The values that come with it; one without any where the statement holds them itself."""
    written: Sequence[str] | None
    """The columns that ``WRITTEN`` names; None where nobody has said."""


@dataclass(frozen=True)
class _Follower:
    flushed: Callable[[Flush], None] | None
    bulk: Callable[[Bulk], None] | None
    before_commit: Callable[[Session], None] | None
    after_commit: Callable[[Session], None] | None


def follow(
    app: Flask,
    stage: ChangeStage,
    *,
    flushed: Callable[[Flush], None] | None = None,
    bulk: Callable[[Bulk], None] | None = None,
    before_commit: Callable[[Session], None] | None = None,
    after_commit: Callable[[Session], None] | None = None,
) -> None:
    """Tell these of what transactions of ``app`` change. A stage has one follower.

    ``before_commit`` may still read and write; all that was pending has been written then.
    ``after_commit`` has its notes still, but the session takes no statement any more.
    """
    followers = app.extensions.setdefault(EXTENSION, {})
    followers[stage] = _Follower(flushed, bulk, before_commit, after_commit)
    app.extensions[EXTENSION] = dict(sorted(followers.items()))


class TransactionNotes(Generic[T]):
    """What one follower has noted of the present transaction; as ``make`` gives it at first.

    A savepoint keeps a ``copy`` of it, so what that shares with the copy must not be changed.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self.make = make

    def of(self, session: Session) -> T:
        """What is noted so far."""
        notes = _notes_of(session).notes
        if self not in notes:
            notes[self] = self.make()
        return cast(T, notes[self])

    def put(self, session: Session, *, value: T) -> None:
        """Note this instead."""
        _notes_of(session).notes[self] = value

    def forget(self, session: Session) -> None:
        """Begin anew."""
        _notes_of(session).notes.pop(self, None)


@dataclass
class _SessionNotes:
    """All notes of a transaction, and what they were at the start of each open savepoint."""

    notes: dict[TransactionNotes[Any], Any] = field(default_factory=dict)
    savepoints: dict[SessionTransaction, dict[TransactionNotes[Any], Any]] = field(
        default_factory=dict
    )


def _notes_of(session: Session) -> _SessionNotes:
    notes: _SessionNotes | None = session.info.get(_NOTES_KEY)
    if notes is None:
        notes = session.info[_NOTES_KEY] = _SessionNotes()
    return notes


def _followers() -> Iterator[_Follower]:
    followers: Mapping[ChangeStage, _Follower] = current_app.extensions.get(EXTENSION, {})
    yield from followers.values()


@event.listens_for(db.session, "after_flush")
def _tell_of_rows(session: Session, _context: Any) -> None:
    flush = Flush(session, list(session.new), list(session.dirty), list(session.deleted))
    for follower in _followers():
        if follower.flushed:
            follower.flushed(flush)


@event.listens_for(db.session, "do_orm_execute")
def _tell_of_statement(state: ORMExecuteState) -> None:
    if state.is_select:
        return
    if not (state.is_insert or state.is_update or state.is_delete) or not state.bind_mapper:
        return
    parameters = state.parameters
    bulk = Bulk(
        session=state.session,
        model=state.bind_mapper.class_,
        is_insert=state.is_insert,
        is_update=state.is_update,
        rows=parameters if isinstance(parameters, Sequence) else [parameters or {}],
        written=state.execution_options.get(WRITTEN),
    )
    for follower in _followers():
        if follower.bulk:
            follower.bulk(bulk)


@event.listens_for(db.session, "before_commit")
def _tell_before_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for follower in _followers():
        if follower.before_commit:
            session.flush()  # and whoever is told next is told of what this one has written
            follower.before_commit(session)


@event.listens_for(db.session, "after_commit")
def _tell_after_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for follower in _followers():
        if follower.after_commit:
            follower.after_commit(session)


@event.listens_for(db.session, "after_transaction_create")
def _keep_for_savepoint(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session_notes = _notes_of(session)
        session_notes.savepoints[transaction] = {
            key: copy(value) for key, value in session_notes.notes.items()
        }


@event.listens_for(db.session, "after_rollback")
def _go_back(session: Session) -> None:
    savepoint = session.get_nested_transaction()
    if savepoint is not None:
        session_notes = _notes_of(session)
        session_notes.notes = session_notes.savepoints.pop(savepoint, {})


@event.listens_for(db.session, "after_transaction_end")
def _end(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_NOTES_KEY, None)
    elif transaction.nested:
        _notes_of(session).savepoints.pop(transaction, None)
