"""The figures of the city's evaluation: of matters, ratings and published cases, as kept."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.insight.evaluation import sheets
from app.insight.evaluation.queries.counting import HANDLING, scope_of
from app.insight.evaluation.queries.penalties import CASES, CaseCount, case_counts, case_scopes
from app.insight.evaluation.queries.returns import Returns, returns_of
from app.insight.evaluation.rules import MATTERS, Dimension, HandlingTally, Tally
from app.insight.evaluation.suppression import Column, kept_back, totals_kept_back
from app.kernel.aggregates.queries import ScopeCounts, current_counts
from app.matters.complaints.matter.rules.outcomes import Satisfaction
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.people.queries import DistrictName, bureau_names, district_names


@dataclass
class Evaluation:
    """The figures of one year, up to today."""

    year: int
    whole: HandlingTally = field(default_factory=HandlingTally)
    received: dict[ComplaintKind, int] = field(default_factory=dict)
    months: dict[int, Tally] = field(default_factory=dict)
    bureaus: list[tuple[str, Tally]] = field(default_factory=list)
    districts: list[tuple[DistrictName, Tally]] = field(default_factory=list)
    ratings: dict[Satisfaction, int] = field(default_factory=dict)
    median_before: float | None = None
    cases: list[CaseCount] = field(default_factory=list)
    returns: Returns = field(default_factory=Returns)
    tracks_kept_back: frozenset[Column] = frozenset()
    """Tracks of which it is not told how many were received."""
    counted_at: datetime | None = None
    """When the last of these numbers was counted: since then nothing has changed them."""

    def take(self, places: "Places") -> None:
        """Sum up all bodies, and say which totals of the city are not told."""
        for tally in places.tallies.values():
            self.whole.add(tally)
        for by_track in places.counts["received"].values():
            for track, n in by_track.items():
                self.received[track] = self.received.get(track, 0) + n
        totals = {name: totals_kept_back(places.counts[name]) for name in MATTERS}
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
ByTrack = dict[Any, dict[ComplaintKind, int]]


class Places:
    """The tallies of bodies, or of districts, from what is kept of each by track.

    What is kept back depends on tracks, what is shown does not: the tallies are of both.
    """

    def __init__(self, sheet: ScopeCounts) -> None:
        self.counts: dict[str, ByTrack] = {name: defaultdict(dict) for name in MATTERS}
        self.tallies: defaultdict[str, HandlingTally] = defaultdict(HandlingTally)
        for part, kept in sheet.parts.items():
            for track, tally in sheets.tracks(kept).items():
                self.tallies[part].add(tally)
                for name in MATTERS:
                    self.counts[name][part][track] = getattr(tally, name)
        hidden = {name: kept_back(self.counts[name]) for name in MATTERS}
        for key, tally in self.tallies.items():
            tally.hidden = frozenset(name for name in MATTERS if (key, None) in hidden[name])


def evaluation(year: int) -> Evaluation:
    """All figures of ``year``: three statements, and one for each kind that has to be counted."""
    bureaus, districts, months = (scope_of(dimension, year) for dimension in SHOWN)
    before = scope_of(Dimension.MONTH, year - 1)
    found = current_counts({HANDLING: [bureaus, districts, months, before], CASES: case_scopes()})
    sheet, monthly = found[HANDLING, bureaus], found[HANDLING, months].parts
    names = {str(key): name for key, name in bureau_names().items()}
    places, by_district = Places(sheet), Places(found[HANDLING, districts]).tallies
    made = Evaluation(
        year=year,
        months={int(key): sheets.both_tracks(kept) for key, kept in monthly.items()},
        bureaus=_named(places.tallies, names),
        districts=[(one, by_district[one.code]) for one in district_names()],
        ratings=sheets.ratings(sheet.parts.values()),
        median_before=_together(found[HANDLING, before]).median_days,
        cases=case_counts(found),
        returns=returns_of(sheet.parts, names),
        counted_at=max(at for each in found.values() if (at := each.counted_at)),
    )
    made.take(places)
    return made


def _together(sheet: ScopeCounts) -> HandlingTally:
    whole = HandlingTally()
    for kept in sheet.parts.values():
        whole.add(sheets.both_tracks(kept))
    return whole


def _named(tallies: Mapping[str, Tally], names: Mapping[str, str]) -> list[tuple[str, Tally]]:
    """Bodies that had matters by their rate, best first; those without one after them."""
    named = [(names[key], one) for key, one in tallies.items() if one.received or one.ended]
    return sorted(named, key=lambda pair: (-(pair[1].rate or 0), -pair[1].received, pair[0]))
