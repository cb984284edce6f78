"""The figures of the city's evaluation, as kept: of a year, along a dimension, and late today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.insight.evaluation import sheets
from app.insight.evaluation.queries.counting import HANDLING, LATE, NONE, few_in, scope_of
from app.insight.evaluation.queries.penalties import CASES, CaseCount, case_counts, case_scopes
from app.insight.evaluation.rules import (
    MATTERS,
    PROTECTED,
    SMALLEST,
    Column,
    Dimension,
    HandlingTally,
    MatterTally,
    kept_back,
    totals_kept_back,
)
from app.insight.evaluation.sheets import DUE, KEPT, UNDECIDED, ByTrack, counts_under, tracks
from app.kernel import clock
from app.kernel.aggregates.queries import ScopeCounts, current_counts
from app.kernel.db.session import db
from app.matters.complaints.matter.models.clocks import ComplaintCategory
from app.matters.complaints.matter.rules.outcomes import Satisfaction
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.people.models import Bureau, District
from app.people.queries import DistrictName, bureau_names, district_names


@dataclass(frozen=True)
class BodyReturns:
    """What a body returned in a year. These are acts of bodies: nothing is kept back."""

    name: str
    returned: int
    stayed: int
    """Those that it had to handle after all."""
    waiting: int
    timed: int
    """Those that the coordination office has decided, or should have."""
    late: int

    @property
    def moved(self) -> int:
        """Those that another body got."""
        return self.returned - self.stayed - self.waiting


@dataclass(frozen=True)
class Returns:
    """The returns of a year: of each body, the most first, and how soon they were decided."""

    bodies: Sequence[BodyReturns] = ()

    @property
    def total(self) -> int:
        """How many there were."""
        return sum(body.returned for body in self.bodies)

    @property
    def rate(self) -> float | None:
        """Share that the office decided in time, 0 to 1; None where too few are due to say it."""
        timed = sum(body.timed for body in self.bodies)
        late = sum(body.late for body in self.bodies)
        return (timed - late) / timed if timed >= SMALLEST else None


def returns_of(parts: Mapping[str, ByTrack], names: Mapping[str, str]) -> Returns:
    """The returns of a year, from what is kept of its bodies."""
    bodies = [_of_body(names[key], counts_under([each], "returned")) for key, each in parts.items()]
    returned = [body for body in bodies if body.returned]
    return Returns(sorted(returned, key=lambda body: (-body.returned, body.name)))


def _of_body(name: str, counts: Iterable[tuple[Sequence[str], int]]) -> BodyReturns:
    returned = stayed = waiting = timed = late = 0
    for (became, late_or_not), n in counts:
        waits, is_late = became == UNDECIDED, late_or_not == "1"
        returned += n
        stayed += n if became == KEPT else 0
        waiting += n if waits else 0
        timed += n if is_late or not waits else 0
        late += n if is_late else 0
    return BodyReturns(name, returned, stayed, waiting, timed, late)


ByValue = Mapping[str, Mapping[ComplaintKind, HandlingTally]]
"""By value and track."""


@dataclass
class Evaluation:
    """The figures of one year, up to today."""

    year: int
    whole: HandlingTally = field(default_factory=HandlingTally)
    received: dict[ComplaintKind, int] = field(default_factory=dict)
    months: dict[int, MatterTally] = field(default_factory=dict)
    bureaus: list[tuple[str, MatterTally]] = field(default_factory=list)
    districts: list[tuple[DistrictName, MatterTally]] = field(default_factory=list)
    ratings: dict[Satisfaction, int] = field(default_factory=dict)
    median_before: float | None = None
    """Working days of the matter in the middle, the year before."""
    cases: list[CaseCount] = field(default_factory=list)
    returns: Returns = field(default_factory=Returns)
    tracks_kept_back: frozenset[Column] = frozenset()
    """Tracks of which it is not told how many were received."""
    counted_at: datetime | None = None
    """When the last of these numbers was counted: since then nothing has changed them."""

    def take(self, bodies: ByValue, tallies: Mapping[str, HandlingTally]) -> None:
        """Sum up all bodies, and say which totals of the city are not told."""
        for tally in tallies.values():
            self.whole.add(tally)
        for by_track in bodies.values():
            for track, tally in by_track.items():
                self.received[track] = self.received.get(track, 0) + tally.received
        totals = {name: totals_kept_back(_counts(bodies, name)) for name in MATTERS}
        self.tracks_kept_back = totals["received"]
        self.whole.hidden = frozenset(name for name in MATTERS if None in totals[name])

    def received_of(self, kind: ComplaintKind) -> int | None:
        """How many of a track were received, as it may be published."""
        return None if kind in self.tracks_kept_back else self.received.get(kind, 0)

    @property
    def rated(self) -> int:
        """How many matters were rated."""
        return sum(self.ratings.values())


SHOWN = (Dimension.BUREAU, Dimension.DISTRICT, Dimension.MONTH)


def evaluation(year: int) -> Evaluation:
    """All figures of ``year``: three statements, and one for each kind that has to be counted."""
    bureaus, districts, months = (scope_of(dimension, year) for dimension in SHOWN)
    before = scope_of(Dimension.MONTH, year - 1)
    found = current_counts({HANDLING: [bureaus, districts, months, before], CASES: case_scopes()})
    sheet, monthly = found[HANDLING, bureaus], found[HANDLING, months].parts
    names = {str(key): name for key, name in bureau_names().items()}
    bodies = _by_value(sheet)
    of_bodies, of_districts = _tallies(bodies), _tallies(_by_value(found[HANDLING, districts]))
    made = Evaluation(
        year=year,
        months={int(key): sheets.both_tracks(by_track) for key, by_track in monthly.items()},
        bureaus=_named(of_bodies, names),
        districts=[(one, of_districts.get(one.code, HandlingTally())) for one in district_names()],
        ratings=sheets.ratings(sheet.parts.values()),
        median_before=_together(found[HANDLING, before]).median_days,
        cases=case_counts(found),
        returns=returns_of(sheet.parts, names),
        counted_at=max(at for each in found.values() if (at := each.counted_at)),
    )
    made.take(bodies, of_bodies)
    return made


def _together(sheet: ScopeCounts) -> HandlingTally:
    whole = HandlingTally()
    for by_track in sheet.parts.values():
        whole.add(sheets.both_tracks(by_track))
    return whole


def _named(
    tallies: Mapping[str, MatterTally], names: Mapping[str, str]
) -> list[tuple[str, MatterTally]]:
    """Bodies that had matters by their rate, best first; those without one after them."""
    named = [(names[key], one) for key, one in tallies.items() if one.received or one.ended]
    return sorted(named, key=lambda pair: (-(pair[1].rate or 0), -pair[1].received, pair[0]))


@dataclass(frozen=True)
class HandlingLine:
    """A body, district, category or month with its numbers."""

    name: str
    tally: HandlingTally


def handled(
    dimension: Dimension, year: int, kind: ComplaintKind | None = None
) -> list[HandlingLine]:
    """A line for each value of ``dimension`` that has matters in ``year``, from two statements."""
    return handled_in(dimension, [year], kind)[year]


def handled_in(
    dimension: Dimension, years: Iterable[int], kind: ComplaintKind | None = None
) -> dict[int, list[HandlingLine]]:
    """The same of several years, from one statement and one more for each year."""
    scopes = {year: scope_of(dimension, year) for year in years}
    found = current_counts({HANDLING: [*scopes.values()]})
    return {
        year: _named_lines(dimension, _tallies(_by_value(found[HANDLING, scope]), kind))
        for year, scope in scopes.items()
    }


def _by_value(sheet: ScopeCounts) -> ByValue:
    """The tallies of each value that has something to tell, by track."""
    tallies = ((part, tracks(by_track)) for part, by_track in sheet.parts.items())
    return {part: by_track for part, by_track in tallies if by_track}


def _tallies(by_value: ByValue, kind: ComplaintKind | None = None) -> dict[str, HandlingTally]:
    """The tally of each value, of one track or of both.

    Of whatever track, both are read: what is kept back of one depends on the other.
    """
    hidden = {name: kept_back(_counts(by_value, name)) for name in PROTECTED}
    chosen = {}
    for key, by_track in by_value.items():
        if kind is None or kind in by_track:
            tally = chosen[key] = HandlingTally()
            for each, counts in by_track.items():
                if kind in {None, each}:
                    tally.add(counts)
            tally.hidden = frozenset(name for name in PROTECTED if (key, kind) in hidden[name])
    return chosen


def _counts(by_value: ByValue, name: str) -> dict[str, dict[ComplaintKind, int]]:
    return {
        key: {kind: getattr(tally, name) for kind, tally in by_kind.items()}
        for key, by_kind in by_value.items()
    }


def _named_lines(dimension: Dimension, tallies: Mapping[str, HandlingTally]) -> list[HandlingLine]:
    """Lines in the order in which people list the values; bodies, of which there are many, by how
    much they received. What has no value comes last.
    """
    if dimension is Dimension.MONTH:
        return [HandlingLine(f"{month} 月", tallies[month]) for month in sorted(tallies, key=int)]
    key, name, order = _NAMES[dimension]
    rows = db.session.execute(select(key, name).order_by(order))
    names = [(str(row[0]), row[1]) for row in rows]
    if dimension is Dimension.BUREAU:
        names.sort(key=lambda one: -tallies[one[0]].received if one[0] in tallies else 0)
    return [
        HandlingLine(name, tallies[key])
        for key, name in (*names, (NONE, "未注明"))
        if key in tallies
    ]


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


@dataclass(frozen=True)
class OverdueNow:
    """A body, how many of its matters are late today, and the last day of the one late longest."""

    bureau: str
    count: int | None
    since: date | None
    """Both None where it is not told how many matters the body has: see ``rules``."""


def late_now() -> list[OverdueNow]:
    """The bodies with late matters, the most first; of whatever year, a clock that stops is not.

    Lateness is an act of the body and told as it is, but not of bodies with one or two matters,
    which come last, in an order that tells nothing.
    """
    few = few_in(clock.today().year)
    found = current_counts({HANDLING: [LATE, few]})
    names, tallies = bureau_names(), _tallies(_by_value(found[HANDLING, few]))
    rows = [
        _late(names[int(part)], by_track, tallies.get(part, HandlingTally()))
        for part, by_track in found[HANDLING, LATE].parts.items()
    ]
    return sorted(rows, key=lambda row: (row.count is None, -(row.count or 0), row.bureau))


def _late(bureau: str, by_track: ByTrack, this_year: HandlingTally) -> OverdueNow:
    days = [(date.fromisoformat(due), n) for (due,), n in counts_under([by_track], DUE)]
    count = sum(n for _, n in days)
    # Of a body that has received nothing this year, what is late may be all that it has.
    if this_year.hidden or (count < SMALLEST and not this_year.received):
        return OverdueNow(bureau, None, None)
    return OverdueNow(bureau, count, min(day for day, _ in days))
