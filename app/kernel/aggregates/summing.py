"""Keeping sums: of each item what it counts is put in place of what it counted before.

Nothing here commits but ``build``, step by step. Who comes here has taken its turn.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select, tuple_, union_all

from app.kernel import clock
from app.kernel.aggregates.changes import last_item
from app.kernel.aggregates.kinds import (
    WHOLE,
    Contribution,
    Fact,
    Nested,
    SummedKind,
    Which,
    add_at,
    merge_counts,
    without_zeros,
)
from app.kernel.aggregates.models import Aggregate, AggregateTurn, CountedItem, SumProgress
from app.kernel.aggregates.queries import fact_in
from app.kernel.aggregates.statements import facts_of, is_among
from app.kernel.db.session import db, insert_or

ITEMS_PER_STEP = 1000
"""As many are taken in between two commits: on SQLite nobody else can write meanwhile."""

Cell = tuple[str, str]
"""Scope and part."""
Facts = dict[int, list[Fact]]
"""By item, in order."""


def take_in(kind: SummedKind, which: Which) -> None:
    """Count these items anew, whether or not they were counted before."""
    progress = progress_of(kind)
    if progress is None:
        return  # nothing was begun: who begins will see the rows as they are then
    was, now = _counted(kind, progress.run, which), facts_now(kind, which)
    changed = [item for item in {*was, *now} if was.get(item) != now.get(item)]
    change = _Change(kind, progress.day)
    for item in changed:
        change.add(was.get(item, ()), -1)
        change.add(now.get(item, ()), 1)
    change.write()
    _note(kind, progress.run, changed, now)


def build(kind: SummedKind, commit: Callable[[], None], step: int = ITEMS_PER_STEP) -> None:
    """Sum all items, from where it was left, if that was not done; commits after each step."""
    progress = progress_of(kind)
    if progress is None or progress.day > clock.today():  # a clock that was set back
        progress = begin(kind)
    while progress.through is not None:
        end = progress.through + step
        take_in(kind, is_among([(progress.through + 1, end)]))
        _mark(
            kind, progress.run, None if end >= last_item(db.session(), kind) else end, progress.day
        )
        commit()
        progress = progress_of(kind) or begin(kind)
    left = (CountedItem.kind == kind.name, CountedItem.run != progress.run)
    db.session.execute(delete(CountedItem).where(*left))


def begin(kind: SummedKind) -> SumProgress:
    """Sum from nothing: what was summed is void, what was noted of items means nothing."""
    runs = select(func.max(CountedItem.run)).where(CountedItem.kind == kind.name)
    run = (db.session.scalar(runs) or 0) + 1
    for model in (Aggregate, AggregateTurn):
        db.session.execute(delete(model).where(model.kind == kind.name))
    _mark(kind, run, 0, clock.today())
    return SumProgress(kind.version, run, 0, clock.today(), clock.now())


def turn(kind: SummedKind) -> bool:
    """Take into the sums what turns until today; returns whether a day had begun."""
    progress, today = progress_of(kind), clock.today()
    if progress is None or progress.day >= today:
        return False
    due = (AggregateTurn.kind == kind.name, AggregateTurn.day <= today)
    change = _Change(kind, today)
    for row in db.session.scalars(select(AggregateTurn).where(*due)):
        merge_counts(change.cells[row.scope, row.part], row.content)
    db.session.execute(delete(AggregateTurn).where(*due))
    change.write()
    _mark(kind, progress.run, progress.through, today)
    return True


def progress_of(kind: SummedKind) -> SumProgress | None:
    """How far its sums have come; None where nothing is kept that holds."""
    key = (kind.name, WHOLE, WHOLE)
    where = tuple_(Aggregate.kind, Aggregate.scope, Aggregate.part) == key
    columns = (Aggregate.content, Aggregate.day, Aggregate.counted_at)
    return SumProgress.of(kind, db.session.execute(select(*columns).where(where)).first())


def differing(kind: SummedKind) -> Iterator[int]:
    """The items of which something else is in the sums than there is to count."""
    progress = progress_of(kind)
    if progress is None:
        return
    for start in range(0, last_item(db.session(), kind), ITEMS_PER_STEP):
        which = is_among([(start + 1, start + ITEMS_PER_STEP)])
        was, now = _counted(kind, progress.run, which), facts_now(kind, which)
        yield from sorted(item for item in {*was, *now} if was.get(item) != now.get(item))


class _Change:
    """What is added to sums, and to what turns later."""

    def __init__(self, kind: SummedKind, day: date) -> None:
        self.kind, self.day = kind, day
        self.always: defaultdict[tuple[str, str, tuple[str, ...]], int] = defaultdict(int)
        self.cells: defaultdict[Cell, Nested] = defaultdict(dict)
        self.turns: defaultdict[tuple[date, str, str], Nested] = defaultdict(dict)

    def add(self, facts: Sequence[Fact], sign: int) -> None:
        """Add facts, or take them out; what begins or ends after the day of the sums turns then."""
        for fact in facts:
            for share in self.kind.shares(fact):
                if share.since is None and share.until is None:
                    self.always[share[:3]] += sign * share.n
                elif not (share.since and share.until and share.until <= share.since):
                    self._add(share, share.since, sign)
                    if share.until:
                        self._add(share, share.until, -sign)

    def _add(self, share: Contribution, day: date | None, sign: int) -> None:
        if day is None or day <= self.day:
            content = self.cells[share.scope, share.part]
        else:
            content = self.turns[day, share.scope, share.part]
        add_at(content, share.path, sign * share.n)

    def write(self) -> None:
        """Write both, a batch at a time."""
        for (scope, part, path), n in self.always.items():
            add_at(self.cells[scope, part], path, n)
        at = clock.now()
        name = self.kind.name
        for model, columns, contents, common in (
            (Aggregate, ("scope", "part"), self.cells, {"counted_at": at, "day": None}),
            (AggregateTurn, ("day", "scope", "part"), self.turns, {}),
        ):
            changed = {key: one for key, each in contents.items() if (one := without_zeros(each))}
            known = _known(model, name, columns, changed)
            rows = []
            for key, content in changed.items():
                merged = known.get(key, {})
                merge_counts(merged, content)
                named = dict(zip(columns, key, strict=True))
                now = without_zeros(merged)
                rows.append({"kind": name, **named, "content": now, **common})
            upsert(model, ("kind", *columns), rows)


def _known(model: Any, name: str, columns: Sequence[str], keys: Any) -> dict[Any, Nested]:
    """What is kept under these keys."""
    if not keys:
        return {}
    among = tuple_(*(getattr(model, column) for column in columns)).in_([*keys])
    statement = select(*(getattr(model, column) for column in columns), model.content)
    rows = db.session.execute(statement.where(model.kind == name, among))
    return {tuple(row[:-1]): row[-1] for row in rows}


def _counted(kind: SummedKind, run: int, which: Which) -> Facts:
    columns = (CountedItem.item, CountedItem.facts)
    mine = (CountedItem.kind == kind.name, CountedItem.run == run, which(CountedItem.item))
    return {row.item: row.facts for row in db.session.execute(select(*columns).where(*mine))}


def facts_now(kind: SummedKind, which: Which) -> Facts:
    """The facts of these items, from their rows."""
    found: defaultdict[int, list[Fact]] = defaultdict(list)
    for row in db.session.execute(union_all(*facts_of(kind, which))):
        found[row.item].append(fact_in(row))
    return {
        item: sorted(facts, key=str) if len(facts) > 1 else facts for item, facts in found.items()
    }


def _note(kind: SummedKind, run: int, items: Sequence[int], now: Facts) -> None:
    """Keep what was counted of these items."""
    gone = [item for item in items if item not in now]
    if gone:
        mine = (CountedItem.kind == kind.name, CountedItem.item.in_(gone))
        db.session.execute(delete(CountedItem).where(*mine))
    rows = [
        {"kind": kind.name, "item": item, "run": run, "facts": now[item]}
        for item in items
        if item in now
    ]
    upsert(CountedItem, ("kind", "item"), rows)


def _mark(kind: SummedKind, run: int, through: int | None, day: date) -> None:
    progress = SumProgress(kind.version, run, through, day, clock.now())
    place = {"kind": kind.name, "scope": WHOLE, "part": WHOLE}
    row = {**place, "content": progress.content, "day": day, "counted_at": progress.at}
    upsert(Aggregate, tuple(place), [row])


def upsert(model: Any, keys: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    """Write rows in place of those with the same keys."""
    if not rows:
        return
    written = insert_or(model)
    others = {name: written.excluded[name] for name in rows[0] if name not in keys}
    statement = written.on_conflict_do_update(index_elements=list(keys), set_=others)
    db.session.execute(statement, rows)
