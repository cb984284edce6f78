"""Kept numbers by their keys, right at the moment they are read.

What a change has made wrong, what nobody has counted yet, and what held yesterday is counted from
the rows; so a page never depends on the worker, which only makes it cheap.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Row, String, and_, cast, null, or_, select, union_all

from app.aggregates.changes import TOPIC, Place, noted
from app.aggregates.kinds import WHOLE, Content, Parts, kinds
from app.aggregates.models import Aggregate
from app.core import clock
from app.core.db import db
from app.core.outbox import OutboxMessage


@dataclass
class Sheet:
    """The numbers of one scope by their parts, and when they were counted last."""

    parts: dict[str, Content] = field(default_factory=dict)
    counted_at: datetime | None = None
    lacking: set[str] | None = field(default_factory=set)
    """Parts that are not as they were counted any more; None for all of them."""

    @property
    def is_right(self) -> bool:
        """Whether nothing has to be counted."""
        return self.lacking is not None and not self.lacking

    def take(self, counted: Parts) -> None:
        """Put what was counted just now in place of what was lacking."""
        for part in self.lacking or ():
            self.parts.pop(part, None)
        self.parts.update(counted)
        self.lacking, self.counted_at = set(), clock.now()


Sheets = dict[tuple[str, str], Sheet]
"""By kind and scope."""


def counted(wanted: Mapping[str, Collection[str]]) -> Sheets:
    """The numbers of these scopes of each kind: one statement, and one more for a kind of which
    something has to be counted.
    """
    sheets = kept(wanted)
    for kind in wanted:
        lacking = {
            scope: sheets[kind, scope].lacking
            for scope in wanted[kind]
            if not sheets[kind, scope].is_right
        }
        found = kinds()[kind].count(lacking) if lacking else {}
        for scope in lacking:
            sheets[kind, scope].take(found.get(scope, {}))
    return sheets


def kept(wanted: Mapping[str, Collection[str]]) -> Sheets:
    """What is kept of these scopes, each with what has to be counted again; one statement."""
    wrong: set[Place] = set(noted(db.session()))
    sheets = {(kind, scope): Sheet() for kind in wanted for scope in wanted[kind]}
    found: dict[tuple[str, str], list[Row[Any]]] = {key: [] for key in sheets}
    for row in db.session.execute(_kept_and_waiting(wanted)):
        if row.kind is None:
            wrong.update((kind, scope, part) for kind, scope, part in row.content["places"])
        else:
            found[row.kind, row.scope].append(row)
    for (kind, scope), sheet in sheets.items():
        _fill(sheet, found[kind, scope], kinds()[kind].version)
    for place in wrong:
        _mark(sheets, *place)
    return sheets


def _fill(sheet: Sheet, rows: list[Row[Any]], version: int) -> None:
    """Take up what holds today; without the row of the whole, nothing is known to be complete."""
    today = clock.today()
    whole = next((row for row in rows if row.part == WHOLE), None)
    if whole is None or whole.content != version or not _holds(whole, today):
        sheet.lacking = None
        return
    sheet.counted_at = max(row.counted_at for row in rows)
    for row in rows:
        if not _holds(row, today):
            _lack(sheet, row.part)
        elif row.content and row.part != WHOLE:
            sheet.parts[row.part] = row.content


def _holds(row: Row[Any], today: date) -> bool:
    return row.day is None or row.day == today


def _mark(sheets: Sheets, kind: str, scope: str | None, part: str | None) -> None:
    keys = [key for key in sheets if key[0] == kind] if scope is None else [(kind, scope)]
    for sheet in (sheets[key] for key in keys if key in sheets):
        _lack(sheet, part)


def _lack(sheet: Sheet, part: str | None) -> None:
    if part is None:
        sheet.lacking = None
    elif sheet.lacking is not None:
        sheet.lacking.add(part)
    for gone in [*sheet.parts] if sheet.lacking is None else [part]:
        sheet.parts.pop(str(gone), None)


def _kept_and_waiting(wanted: Mapping[str, Collection[str]]) -> Any:
    """Both at once: read one after the other, a count that ends in between would be missed."""
    columns = (Aggregate.kind, Aggregate.scope, Aggregate.part, Aggregate.content, Aggregate.day)
    among = [
        and_(Aggregate.kind == kind, Aggregate.scope.in_(scopes)) for kind, scopes in wanted.items()
    ]
    text, day = cast(null(), String), cast(null(), Date)
    waiting = (text, text, text, OutboxMessage.payload, day, OutboxMessage.created_at)
    return union_all(
        select(*columns, Aggregate.counted_at).where(or_(*among)),
        select(*waiting).where(OutboxMessage.topic == TOPIC, OutboxMessage.done_at.is_(None)),
    )


def counted_whole() -> set[tuple[str, str]]:
    """Kind and scope of all that was counted whole, and holds as a whole today."""
    columns = (Aggregate.kind, Aggregate.scope, Aggregate.content, Aggregate.day)
    versions = {kind.name: kind.version for kind in kinds().values()}
    return {
        (row.kind, row.scope)
        for row in db.session.execute(select(*columns).where(Aggregate.part == WHOLE))
        if row.content == versions.get(row.kind) and _holds(row, clock.today())
    }


def parts_of(kind: str, scope: str) -> set[str]:
    """The parts of a scope of which there is a row."""
    where = (Aggregate.kind == kind, Aggregate.scope == scope)
    return set(db.session.scalars(select(Aggregate.part).where(*where)))
