"""What a process remembers of slowly changing rows: totals of lists, choices of filters.

A mark among the facts of the site changes in the transaction that changes such a row, whoever
writes it. What was read under another mark, or on another day, is forgotten; so nothing that
is remembered is older than the rows that are read beside it.
"""

import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, TypeVar, cast

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.db.site import facts, state_fact

MARK = "remembered"
MOST = 10_000
"""More than this many values are not kept: filters can be combined without end."""
_CHANGED = "remembered_changed"

T = TypeVar("T")


class Remembered:
    """Mixin of models whose rows stand behind what is remembered.

    Writes in bulk name the model, not its table: ``insert(Model)``.
    """

    def stands_behind(self) -> bool:
        """Whether this row does, as it was before it is written or as it will be."""
        return True


@dataclass(slots=True)
class Memory:
    """What holds under one mark on one day."""

    mark: str | None = None
    day: date | None = None
    values: dict[Hashable, Any] = field(default_factory=dict)


def init_app(app: Flask) -> None:
    """Give the application an empty memory."""
    app.extensions[MARK] = Memory()


def remembered(key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` gives, asked again only when a row has changed or a day has begun.

    A transaction that has changed rows itself sees its own changes, and nobody else does.
    """
    if db.session.info.get(_CHANGED):
        return make()
    values = _memory(facts().get(MARK), clock.today()).values
    if key not in values:
        if len(values) >= MOST:
            values.clear()
        values[key] = make()
    return cast(T, values[key])


def _memory(mark: str | None, day: date) -> Memory:
    memory: Memory = current_app.extensions[MARK]
    if (memory.mark, memory.day) != (mark, day):
        memory = current_app.extensions[MARK] = Memory(mark, day)
    return memory


@event.listens_for(db.session, "after_flush")
def _note_rows(session: Session, _context: Any) -> None:
    rows = chain(session.new, session.dirty, session.deleted)
    if any(isinstance(row, Remembered) and row.stands_behind() for row in rows):
        session.info[_CHANGED] = True


@event.listens_for(db.session, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and state.bind_mapper and issubclass(state.bind_mapper.class_, Remembered):
        state.session.info[_CHANGED] = True


@event.listens_for(db.session, "before_commit")
def _change_mark(session: Session) -> None:
    """Last of all, so that two who write never wait for each other crosswise."""
    session.flush()
    if session.info.pop(_CHANGED, False):
        state_fact(MARK, secrets.token_hex(8))


@event.listens_for(db.session, "after_rollback")
def _nothing_changed(session: Session) -> None:
    session.info.pop(_CHANGED, None)
