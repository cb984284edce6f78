"""Counting ahead: what changes name, what is lacking, what has passed with its day; and a check.

All of it counts from the rows. Done twice, or again after a crash, it comes to the same.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.aggregates import queries
from app.aggregates.changes import Place
from app.aggregates.kinds import WHOLE, Content, Kind, kinds
from app.aggregates.models import Aggregate
from app.core import clock
from app.core.db import db, insert_or, reading_only

TURN = 4_720_011
"""The number of the lock that who counts holds; no other lock of the site has it."""
MESSAGES_PER_BATCH = 200
"""As many as wait are counted together: an import names the same numbers with each commit."""

Parts = dict[str, Collection[str] | None]


def handle(payloads: Sequence[Mapping[str, Any]]) -> None:
    """Count what messages name, each once; it is committed with their being done."""
    named: set[Place] = {
        (kind, scope, part) for payload in payloads for kind, scope, part in payload["places"]
    }
    whole = queries.counted_whole()
    for name, kind in kinds().items():
        wanted = _wanted(kind, {(s, p) for k, s, p in named if k == name})
        # Where the whole was not counted, or does not hold any more, one part would be no use.
        _keep(kind, {s: parts if (name, s) in whole else None for s, parts in wanted.items()})


def recount() -> int:
    """Count all there is to keep; returns how many scopes. Each is committed by itself."""
    return _recount([(kind, scope) for kind in kinds().values() for scope in kind.scopes()])


def tend() -> int:
    """Count what was never counted, and what held on another day; returns how many scopes.

    The worker does it each minute. Nothing depends on that: pages count what does not hold.
    """
    return _recount([*lacking()])


def lacking() -> Iterator[tuple[Kind, str]]:
    """The kinds and scopes that pages have to count because the worker has not."""
    whole = queries.counted_whole()
    for kind in kinds().values():
        for scope in kind.scopes():
            if (kind.name, scope) not in whole:
                yield kind, scope


def check() -> list[tuple[str, str, str]]:
    """Kind, scope and part of what is kept, held to be right, and not what the rows come to."""
    differing = []
    with reading_only():
        for name, kind in kinds().items():
            for scope in kind.scopes():
                sheet = queries.kept({name: [scope]})[name, scope]
                if sheet.lacking is None:
                    continue
                found = kind.count({scope: None}).get(scope, {})
                differing += [
                    (name, scope, part)
                    for part in sorted({*sheet.parts, *found} - sheet.lacking)
                    if sheet.parts.get(part) != (found.get(part) or None)
                ]
    return differing


def _recount(wanted: Sequence[tuple[Kind, str]]) -> int:
    for kind, scope in wanted:
        _keep(kind, {scope: None})
        db.session.commit()
    return len(wanted)


def _wanted(kind: Kind, named: set[tuple[str | None, str | None]]) -> Parts:
    """By scope what is to be counted; all parts where one that names none is among them."""
    if any(scope is None for scope, _ in named):
        return dict.fromkeys(kind.scopes())
    wanted: dict[str, set[str] | None] = {}
    for scope, part in named:
        parts = wanted.setdefault(str(scope), set())
        if part is None:
            wanted[str(scope)] = None
        elif parts is not None:
            parts.add(part)
    return dict(wanted)


def _keep(kind: Kind, wanted: Parts) -> None:
    """Count and write; a part that has nothing to count any more is kept as empty."""
    _take_turns()
    started = clock.now()
    found = kind.count(wanted) if wanted else {}
    rows: dict[tuple[str, str], Content] = {}
    for scope, parts in wanted.items():
        known = queries.parts_of(kind.name, scope) if parts is None else parts
        rows |= {(scope, part): {} for part in known}
        rows |= {(scope, part): content for part, content in found.get(scope, {}).items()}
        if parts is None:
            rows[scope, WHOLE] = kind.version
    if rows:
        _write(kind, rows, started)


def _take_turns() -> None:
    """Until the commit nobody else counts: who counts later has seen more, and writes later.

    On SQLite whoever may write is alone already.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(TURN)))


def _write(kind: Kind, rows: Mapping[tuple[str, str], Content], started: datetime) -> None:
    written = insert_or(Aggregate)
    new = written.excluded
    written = written.on_conflict_do_update(
        index_elements=["kind", "scope", "part"],
        set_={"content": new.content, "day": new.day, "counted_at": new.counted_at},
    )
    day = clock.today() if kind.is_daily else None
    told = {"kind": kind.name, "day": day, "counted_at": started}
    db.session.execute(
        written,
        [
            {**told, "scope": scope, "part": part, "content": content}
            for (scope, part), content in rows.items()
        ],
    )
