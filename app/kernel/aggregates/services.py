"""Counting ahead: what changes name, what is lacking, what has passed with its day; and a check.

All of it counts from the rows. Done twice, or again after a crash, it comes to the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.aggregates import queries, summing
from app.kernel.aggregates.changes import TOPIC, Place, Span, items_in, places_in
from app.kernel.aggregates.kinds import (
    WHOLE,
    Content,
    PartsByScope,
    RecountedKind,
    SummedKind,
    kinds,
    summed,
)
from app.kernel.aggregates.models import Aggregate
from app.kernel.aggregates.statements import is_among
from app.kernel.db.session import db, reading_only
from app.kernel.jobs import jobs, outbox

NAME = "aggregates"
"""The name under which the worker runs ``tend``, which waits for the lock that is held here."""
TURN = 4_720_011
"""The number of the lock that who counts holds; no other lock of the site has it."""
MESSAGES_PER_BATCH = 50
"""As many as wait are counted together: an import names the same numbers with each commit."""


def handle(payloads: Sequence[Mapping[str, Any]]) -> None:
    """Count what messages name, each once; it is committed with their being done."""
    named: set[Place] = {place for payload in payloads for place in places_in(payload)}
    items: defaultdict[str, set[Span]] = defaultdict(set)
    for name, span in (one for payload in payloads for one in items_in(payload)):
        items[name].add(span)
    _take_turns()
    for name, kind in summed().items():
        if (name, None, None) in named:
            summing.begin(kind)  # all may have changed; they are taken in step by step
            jobs.wake_beside(NAME)
        elif name in items:
            summing.take_in(kind, is_among(sorted(items[name])))
    whole = queries.counted_whole()
    for name, each in kinds().items():
        to_count = _parts_to_count(each, {(s, p) for k, s, p in named if k == name})
        # Where the whole was not counted, or does not hold any more, one part would be no use.
        _keep(each, {s: parts if (name, s) in whole else None for s, parts in to_count.items()})


def recount() -> int:
    """Count all there is to keep; returns how many scopes. Each is committed by itself."""
    for each in summed().values():
        _take_turns()
        summing.begin(each)
        _build(each)
    scopes = [(kind, scope) for kind in kinds().values() for scope in kind.scopes()]
    return len(summed()) + _recount(scopes)


def tend() -> int:
    """Count what was never counted, and what held on another day; returns how many scopes.

    The worker does it each minute. Nothing depends on that: after ``queries.PATIENCE`` pages count
    by themselves what does not hold.
    """
    done = 0
    for each in summed().values():
        _take_turns()
        done += summing.turn(each)
        db.session.commit()
    for kind, scope in [*lacking()]:
        if isinstance(kind, SummedKind):
            _build(kind)
            done += 1
        else:
            done += _recount([(kind, scope)])
    return done


def catch_up() -> None:
    """Do what the worker would: take in all that waits, and count what is lacking."""
    while outbox.drain(only=[TOPIC]):
        pass
    tend()


def lacking() -> Iterator[tuple[RecountedKind | SummedKind, str]]:
    """The kinds and scopes that pages have to count because the worker has not."""
    whole = queries.counted_whole()
    for each in summed().values():
        if (each.name, WHOLE) not in whole:
            yield each, WHOLE
    for kind in kinds().values():
        for scope in kind.scopes():
            if (kind.name, scope) not in whole:
                yield kind, scope


def check() -> list[tuple[str, str, str]]:
    """Kind, scope and part of what pages show without counting, and is not what the rows come to.

    Of sums also the items of which something else is in them than their rows say.
    """
    with reading_only():
        return [*_wrong_sums(), *_wrong_counts()]


def _wrong_counts() -> Iterator[tuple[str, str, str]]:
    both: list[RecountedKind | SummedKind] = [*summed().values(), *kinds().values()]
    for kind in both:
        sheets = queries.stored_counts({kind.name: [*kind.scopes()]}, patience=timedelta())
        known = {scope: one for (_, scope), one in sheets.items() if one.lacking is not None}
        found = kind.count(dict.fromkeys(known)) if known else {}
        for scope, sheet in known.items():
            counted = found.get(scope, {})
            for part in sorted({*sheet.parts, *counted} - (sheet.lacking or set())):
                if sheet.parts.get(part) != (counted.get(part) or None):
                    yield kind.name, scope, part


def _wrong_sums() -> Iterator[tuple[str, str, str]]:
    waiting = queries.waiting_items()
    for name, kind in summed().items():
        if (name, WHOLE) in queries.counted_whole():
            for item in summing.differing(kind):
                if not any(first <= item <= last for first, last in waiting.get(name, ())):
                    yield name, "item", str(item)


def _build(kind: SummedKind) -> None:
    def commit() -> None:
        db.session.commit()
        _take_turns()

    _take_turns()
    summing.build(kind, commit)
    db.session.commit()


def _recount(scopes: Sequence[tuple[RecountedKind, str]]) -> int:
    for kind, scope in scopes:
        _keep(kind, {scope: None})
        db.session.commit()
    return len(scopes)


def _parts_to_count(kind: RecountedKind, named: set[tuple[str | None, str | None]]) -> PartsByScope:
    """By scope what is to be counted; all parts where one that names none is among them."""
    if any(scope is None for scope, _ in named):
        return dict.fromkeys(kind.scopes())
    found: dict[str, set[str] | None] = {}
    for scope, part in named:
        parts = found.setdefault(str(scope), set())
        if part is None:
            found[str(scope)] = None
        elif parts is not None:
            parts.add(part)
    return dict(found)


def _keep(kind: RecountedKind, to_count: PartsByScope) -> None:
    """Count and write; a part that has nothing to count any more is kept as empty."""
    if not to_count:
        return
    _take_turns()
    started = clock.now()
    found, before = kind.count(to_count), queries.stored_parts(kind.name, to_count)
    rows: dict[tuple[str, str], Content] = {}
    for scope, parts in to_count.items():
        known = {part for of, part in before if of == scope} if parts is None else parts
        rows |= {(scope, part): {} for part in known}
        rows |= {(scope, part): content for part, content in found.get(scope, {}).items()}
        if parts is None:
            rows[scope, WHOLE] = kind.version
    day = clock.today() if kind.is_daily else None
    common = {"kind": kind.name, "day": day, "counted_at": started}
    written = [
        {**common, "scope": scope, "part": part, "content": content}
        for (scope, part), content in rows.items()
    ]
    summing.upsert(Aggregate, ("kind", "scope", "part"), written)


def _take_turns() -> None:
    """Until the commit nobody else counts: who counts later has seen more, and writes later.

    On SQLite whoever may write is alone already.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(TURN)))
