"""Kept numbers by their keys, right at the moment they are read.

To sums is added what waits for the worker, item by item; what has to be counted anew, and nobody
has counted yet, is counted from the rows. So a page never depends on the worker, which only makes
it cheap.
"""

import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from app.kernel import clock
from app.kernel.aggregates.changes import Place, Span, items_in, places_in, stale_counts
from app.kernel.aggregates.kinds import (
    WHOLE,
    WIDEST,
    Content,
    Fact,
    Parts,
    RecountedKind,
    SummedKind,
    add_at,
    kinds,
    merge_counts,
    summed,
    without_zeros,
)
from app.kernel.aggregates.models import Aggregate, SumProgress
from app.kernel.aggregates.statements import CELL, FACT, ITEM, TURN, WAITING, Items, reading
from app.kernel.db.revision import RevisionMark, watches_of
from app.kernel.db.session import db
from app.kernel.web import page_cache

PATIENCE = timedelta(minutes=5)
"""So long what is counted anew is shown as it was counted last, while the worker counts it."""
MOST_WAITING = 1000
"""Of more items than these all rows are counted, which is faster then."""


@dataclass
class ScopeCounts:
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

    def lack(self, part: str | None) -> None:
        """Note that a part, or all, is not as it was counted."""
        if part is None:
            self.lacking = None
        elif self.lacking is not None:
            self.lacking.add(part)
        for gone in [*self.parts] if self.lacking is None else [part]:
            self.parts.pop(str(gone), None)


CountsByScope = dict[tuple[str, str], ScopeCounts]
"""By kind and scope."""


def current_counts(
    scopes: Mapping[str, Collection[str]], *, by_records: bool = False
) -> CountsByScope:
    """The numbers of these scopes of each kind: one statement, one more while items wait, and one
    for a kind of which something has to be counted from its rows.

    ``by_records`` promises that what the page takes of them only changes with something that is
    noted as a change of records (``revision.Mark``).
    """
    sheets = stored_counts(scopes, patience=timedelta(), by_records=by_records)
    for kind in scopes:
        lacking = {
            scope: sheets[kind, scope].lacking
            for scope in scopes[kind]
            if not sheets[kind, scope].is_right
        }
        counting = kinds().get(kind) or summed()[kind]
        found = counting.count(lacking) if lacking else {}
        for scope in lacking:
            sheets[kind, scope].take(found.get(scope, {}))
    return sheets


def stored_counts(
    scopes: Mapping[str, Collection[str]],
    *,
    patience: timedelta = PATIENCE,
    by_records: bool = False,
) -> CountsByScope:
    """What is kept of these scopes, each with what has to be counted again.

    Sums are right in any case. What is counted anew may be as it was before a change, or the day
    before, no longer ago than ``patience``; then the page is not kept.
    """
    if not by_records and any(_is_of_numbers(name) for name in scopes):
        page_cache.show_numbers()
    rows = _StoredRows(scopes)
    waiting = rows.waiting()
    if waiting and rows.number_waiting <= MOST_WAITING:
        rows = _StoredRows(scopes, waiting)
    return rows.sheets(clock.now() - patience)


def _is_of_numbers(name: str) -> bool:
    """Whether rows are counted of which a change is noted as one of numbers."""
    models: Iterable[Any] = (kinds().get(name) or summed()[name]).rows
    watches = (watch for model in models for watch in watches_of(model.__table__))
    return any(watch.mark is RevisionMark.NUMBERS for watch in watches)


def waiting_items() -> Items:
    """The items that may have changed since they were taken into the sums; of a kind that the
    worker is to begin anew, all of them.
    """
    rows = _StoredRows(dict.fromkeys(summed(), ()))
    anew = {kind for kind, scope, _ in rows.wrong(clock.now()) if scope is None}
    return {**rows.waiting(), **{kind: [(1, sys.maxsize)] for kind in anew & summed().keys()}}


class _StoredRows:
    """What one statement found."""

    def __init__(self, scopes: Mapping[str, Collection[str]], items: Items | None = None) -> None:
        self.scopes, self.items = scopes, items or {}
        self.found: defaultdict[str, list[Row[Any]]] = defaultdict(list)
        for row in db.session.execute(reading(scopes, items)):
            self.found[row.what].append(row)
        self.number_waiting = 0
        self.progress = {
            row.kind: progress
            for row in self.found[CELL]
            if row.scope == row.part == WHOLE and row.kind in scopes
            if (progress := SumProgress.of(summed()[row.kind], row)) and progress.holds
        }
        """Of the summed kinds whose sums are complete."""

    def waiting(self) -> Items:
        """The items of summed kinds that have changed since they were taken in."""
        spans: defaultdict[str, list[Span]] = defaultdict(list)
        items = (one for row in self.found[WAITING] for one in items_in(row.content))
        for name, span in (*items, *stale_counts.of(db.session()).spans()):
            if name in self.progress:
                spans[name].append(span)
                self.number_waiting += span[1] - span[0] + 1
        return spans

    def sheets(self, since: datetime) -> CountsByScope:
        """What is kept as it holds today, with what waits; what is counted anew as it held then."""
        sheets = {
            (kind, scope): ScopeCounts() for kind in self.scopes for scope in self.scopes[kind]
        }
        cells: defaultdict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
        for row in self.found[CELL]:
            cells[row.kind, row.scope].append(row)
        for (name, scope), sheet in sheets.items():
            if kind := kinds().get(name):
                _fill(sheet, cells[name, scope], kind, clock.city_date(since))
            else:
                sheet.parts = {row.part: row.content for row in cells[name, scope] if row.content}
                sheet.counted_at = max((row.counted_at for row in cells[name, scope]), default=None)
        for name in self.scopes:
            if name in summed():
                self._complete(summed()[name], sheets)
        for place in self.wrong(since):
            _mark(sheets, *place)
        return sheets

    def wrong(self, since: datetime) -> Iterator[Place]:
        """What was named by a change, and has to be counted anew: of sums now, else since then."""
        yield from stale_counts.of(db.session()).places
        for row in self.found[WAITING]:
            for place in places_in(row.content):
                if row.counted_at <= since or place[0] in summed():
                    yield place
                elif place[0] in self.scopes:
                    page_cache.leave_out()

    def _complete(self, kind: SummedKind, sheets: CountsByScope) -> None:
        """Add what turned and what waits; where sums are not complete all has to be counted."""
        progress = self.progress.get(kind.name)
        mine = {scope: sheets[kind.name, scope] for scope in self.scopes[kind.name]}
        if progress is None or self.number_waiting > MOST_WAITING:
            for sheet in mine.values():
                sheet.lack(None)
            return
        for sheet in mine.values():
            sheet.counted_at = max(sheet.counted_at or progress.at, progress.at)
        turned = [row for row in self.found[TURN] if row.kind == kind.name]
        for row in turned:
            merge_counts(mine[row.scope].parts.setdefault(row.part, {}), row.content)
        if kind.name in self.items:
            self._add_waiting(kind, mine, progress.run)
        elif not turned:
            return  # nothing was added to what is kept, where no number is nought
        for sheet in mine.values():
            sheet.parts = without_zeros(sheet.parts)

    def _add_waiting(self, kind: SummedKind, mine: Mapping[str, ScopeCounts], run: int) -> None:
        """In place of what was counted of each item what there is to count of it now."""
        was = (
            fact
            for row in self.found[ITEM]
            if row.kind == kind.name and row.part == str(run)
            for fact in row.content
        )
        now = (fact_in(row) for row in self.found[FACT] if row.kind == kind.name)
        for facts, sign in ((was, -1), (now, 1)):
            _add(kind, mine, facts, sign)
        for sheet in mine.values():
            sheet.counted_at = clock.now()


def _add(
    kind: SummedKind, mine: Mapping[str, ScopeCounts], facts: Iterable[Fact], sign: int
) -> None:
    today = clock.today()
    for fact in facts:
        for share in kind.shares(fact):
            if share.scope in mine and share.counts_on(today):
                content = mine[share.scope].parts.setdefault(share.part, {})
                add_at(content, share.path, sign * share.n)


def fact_in(row: Sequence[Any]) -> list[str | None]:
    """The fact at the end of a row, without what is not told at its end."""
    fact = list(row[-WIDEST:])
    while fact and fact[-1] is None:
        fact.pop()
    return fact


def _fill(sheet: ScopeCounts, rows: Sequence[Row[Any]], kind: RecountedKind, since: date) -> None:
    """Take up what holds today; without the row of the whole, nothing is known to be complete."""
    whole = next((row for row in rows if row.part == WHOLE), None)
    if whole is None or whole.content != kind.version or not _holds(whole, since):
        sheet.lacking = None
        return
    sheet.counted_at = max(row.counted_at for row in rows)
    for row in rows:
        if not _holds(row, since):
            sheet.lack(row.part)
        elif row.content and row.part != WHOLE:
            sheet.parts[row.part] = row.content
        if row.day is not None and row.day != clock.today():
            page_cache.leave_out()


def _mark(sheets: CountsByScope, kind: str, scope: str | None, part: str | None) -> None:
    for (of_kind, of_scope), sheet in sheets.items():
        if of_kind == kind and scope in (None, of_scope):
            sheet.lack(part)


def _holds(row: Row[Any], since: date) -> bool:
    return row.day is None or since <= row.day <= clock.today()


def counted_whole() -> set[tuple[str, str]]:
    """Kind and scope of all that was counted whole, and holds as a whole today; of what is summed
    the scope is WHOLE.
    """
    columns = (Aggregate.kind, Aggregate.scope, Aggregate.content, Aggregate.day)
    whole, statement = set(), select(*columns, Aggregate.counted_at)
    for row in db.session.execute(statement.where(Aggregate.part == WHOLE)):
        if kind := kinds().get(row.kind):
            if row.content == kind.version and _holds(row, clock.today()):
                whole.add((row.kind, row.scope))
        elif (sum_of := summed().get(row.kind)) and row.scope == WHOLE:
            progress = SumProgress.of(sum_of, row)
            if progress and progress.holds:
                whole.add((row.kind, WHOLE))
    return whole


def stored_parts(kind: str, scopes: Collection[str]) -> set[tuple[str, str]]:
    """Scope and part of what is kept of these scopes, right or wrong."""
    statement = select(Aggregate.scope, Aggregate.part)
    of_scopes = statement.where(Aggregate.kind == kind, Aggregate.scope.in_(scopes))
    return {(row.scope, row.part) for row in db.session.execute(of_scopes)}
