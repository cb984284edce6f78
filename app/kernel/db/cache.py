"""What a process remembers of slowly changing rows: totals of lists, choices of filters.

A mark among the facts of the site changes in the transaction that changes such a row, whoever
writes it. What was read under another mark, or on another day, is forgotten; so nothing that
is remembered is older than the rows that are read beside it.
"""

import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from app.kernel import clock
from app.kernel.db.changes import Bulk, ChangeStage, Flush, TransactionNotes, follow
from app.kernel.db.session import db
from app.kernel.db.site import facts, state_fact

MARK = "remembered"
MOST = 10_000
"""More than this many values are not kept: filters can be combined without end."""

T = TypeVar("T")

_changed = TransactionNotes(bool)
"""Whether a row behind what is remembered has changed."""


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
    """Give the application an empty memory, and have each change end it."""
    app.extensions[MARK] = Memory()
    follow(
        app,
        ChangeStage.CACHE,
        flushed=_note_rows,
        bulk=_note_statement,
        before_commit=_change_mark,
    )


def remembered(key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` gives, asked again only when a row has changed or a day has begun.

    A transaction that has changed rows itself sees its own changes, and nobody else does.
    """
    if _changed.of(db.session()):
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


def _note_rows(flush: Flush) -> None:
    behind = (row for row in flush.rows if isinstance(row, Remembered))
    if not _changed.of(flush.session) and any(row.stands_behind() for row in behind):
        _changed.put(flush.session, value=True)


def _note_statement(bulk: Bulk) -> None:
    if issubclass(bulk.model, Remembered):
        _changed.put(bulk.session, value=True)


def _change_mark(session: Session) -> None:
    if _changed.of(session):
        state_fact(MARK, secrets.token_hex(8))
