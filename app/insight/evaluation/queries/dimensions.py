"""How matters were handled in a year, along one dimension: by body, district, category or month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.insight.evaluation.queries.counting import HANDLING, NONE, scope_of
from app.insight.evaluation.rules import PROTECTED, Dimension, HandlingTally
from app.insight.evaluation.sheets import tracks
from app.insight.evaluation.suppression import kept_back
from app.kernel.aggregates.queries import ScopeCounts, current_counts
from app.kernel.db.session import db
from app.matters.complaints.matter.models.clocks import ComplaintCategory
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.people.models import Bureau, District

Tallies = Mapping[str, Mapping[ComplaintKind, HandlingTally]]
"""By value and track."""


@dataclass(frozen=True)
class Line:
    """A body, district, category or month with its numbers."""

    name: str
    tally: HandlingTally


def handled(dimension: Dimension, year: int, kind: ComplaintKind | None = None) -> list[Line]:
    """A line for each value of ``dimension`` that has matters in ``year``, from two statements."""
    return handled_in(dimension, [year], kind)[year]


def handled_in(
    dimension: Dimension, years: Iterable[int], kind: ComplaintKind | None = None
) -> dict[int, list[Line]]:
    """The same of several years, from one statement and one more for each year."""
    scopes = {year: scope_of(dimension, year) for year in years}
    found = current_counts({HANDLING: [*scopes.values()]})
    return {year: _lines(dimension, found[HANDLING, scope], kind) for year, scope in scopes.items()}


def _lines(dimension: Dimension, sheet: ScopeCounts, kind: ComplaintKind | None) -> list[Line]:
    """Of whatever track, both are read: what is kept back of one depends on the other."""
    told = ((part, tracks(kept)) for part, kept in sheet.parts.items())
    found = {part: by_kind for part, by_kind in told if by_kind}
    hidden = {name: kept_back(_counts(found, name)) for name in PROTECTED}
    chosen = {}
    for key, by_kind in found.items():
        tally = HandlingTally()
        for each, counts in by_kind.items():
            if kind in {None, each}:
                tally.add(counts)
        tally.hidden = frozenset(name for name in PROTECTED if (key, kind) in hidden[name])
        if kind is None or kind in by_kind:
            chosen[key] = tally
    return _named(dimension, chosen)


def _counts(found: Tallies, name: str) -> dict[str, dict[ComplaintKind, int]]:
    return {
        key: {kind: getattr(tally, name) for kind, tally in by_kind.items()}
        for key, by_kind in found.items()
    }


def _named(dimension: Dimension, tallies: Mapping[str, HandlingTally]) -> list[Line]:
    """Lines in the order in which people list the values; bodies, of which there are many, by how
    much they received. What has no value comes last.
    """
    if dimension is Dimension.MONTH:
        return [Line(f"{month} 月", tallies[month]) for month in sorted(tallies, key=int)]
    key, name, order = _NAMES[dimension]
    rows = db.session.execute(select(key, name).order_by(order))
    names = [(str(row[0]), row[1]) for row in rows]
    if dimension is Dimension.BUREAU:
        names.sort(key=lambda one: -tallies[one[0]].received if one[0] in tallies else 0)
    return [Line(name, tallies[key]) for key, name in (*names, (NONE, "未注明")) if key in tallies]


_NAMES: dict[Dimension, tuple[Any, Any, Any]] = {
    Dimension.BUREAU: (Bureau.id, Bureau.name, Bureau.name),
    Dimension.DISTRICT: (District.code, District.name, District.position),
    Dimension.CATEGORY: (
        ComplaintCategory.code,
        ComplaintCategory.name,
        ComplaintCategory.position,
    ),
}
"""What names the values of a dimension: key, words, order."""
