"""What is kept of how matters were handled, and what tables and tallies make of it.

Of each value of a dimension in a year, by track, it is kept how many matters there are that agree
in what is told of them, name under name: ``received``, ``late`` (open, past the end of the running
period), ``ended`` (whether in time, working days), ``rated`` (how), ``returned`` (what came of it,
whether too late), ``reopened``, ``waived``, ``accepted`` (whether in time). Beside that, of each
body: how many of its matters are late today, under ``due`` by the day on which they were due, of
which there are not many, and the first one is told; and how many it received and ended in a year,
without what is told of them. And of the city: how many matters anyone may read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.insight.evaluation.rules import HandlingTally
from app.matters.complaints.matter.rules.outcomes import Satisfaction
from app.matters.complaints.matter.rules.states import ComplaintKind

Counts = Mapping[str, Any]
"""Numbers under names, or such under names."""
ByTrack = Mapping[str, Counts]
"""What is kept of one value: by track."""

DUE = "due"
KEPT, MOVED, UNDECIDED = "kept", "moved", "undecided"
"""What can come of a return."""
SUMMED = {"received": "received", "late": "overdue", "waived": "waived", "reopened": "reopened"}
"""Of these only the number counts; what a tally calls it."""
FACT_COUNTS = {"ended": 2, "rated": 1, "returned": 2, "accepted": 1, DUE: 1}
"""How many things are told of matters under a key; each of them may not be known."""
YES_OR_NO = {"1": True, "0": False}


def path_of(what: str, *facts: object) -> tuple[str, ...]:
    """The names under which matters that agree in these are counted; more facts are not told."""
    counted = facts[: FACT_COUNTS.get(what, 0)]
    return (what, *("" if fact is None else str(fact) for fact in counted))


def tracks(counts_by_track: ByTrack) -> dict[ComplaintKind, HandlingTally]:
    """The tally of each track that has something to tell."""
    tallies = {ComplaintKind(track): _tally(counts) for track, counts in counts_by_track.items()}
    return {track: tally for track, tally in tallies.items() if tally != HandlingTally()}


def both_tracks(counts_by_track: ByTrack) -> HandlingTally:
    """The tally of both tracks together."""
    whole = HandlingTally()
    for tally in tracks(counts_by_track).values():
        whole.add(tally)
    return whole


def ratings(values: Iterable[ByTrack]) -> dict[Satisfaction, int]:
    """How many reporters judged how."""
    found: dict[Satisfaction, int] = {}
    for (satisfaction,), n in counts_under(values, "rated"):
        judged = Satisfaction(satisfaction)
        found[judged] = found.get(judged, 0) + n
    return found


def share(values: Iterable[ByTrack], what: str, good: str) -> tuple[int, int]:
    """How many matters of which ``what`` is known have ``good`` said of them, and of how many."""
    known = [(first, n) for (first, *_), n in counts_under(values, what) if first]
    return sum(n for first, n in known if first == good), sum(n for _, n in known)


def counts_under(values: Iterable[ByTrack], what: str) -> Iterator[tuple[Sequence[str], int]]:
    """What is told of how many matters, of all that is kept under ``what``."""
    for by_track in values:
        for counts in by_track.values():
            yield from _under(counts.get(what, {}))


def _under(found: Any, *names: str) -> Iterator[tuple[Sequence[str], int]]:
    if isinstance(found, Mapping):
        for name, each in found.items():
            yield from _under(each, *names, name)
    else:
        yield names, found


def _tally(counts: Counts) -> HandlingTally:
    tally = HandlingTally(**{name: counts.get(what, 0) for what, name in SUMMED.items()})
    for in_time, by_days in counts.get("ended", {}).items():
        days = {int(each) if each else None: n for each, n in by_days.items()}
        tally.count_ended(YES_OR_NO.get(in_time), days)
    tally.returned = sum(n for _, n in _under(counts.get("returned", {})))
    for satisfaction, n in counts.get("rated", {}).items():
        tally.count_rated(n, is_solved=satisfaction == Satisfaction.SOLVED.value)
    return tally
