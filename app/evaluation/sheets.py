"""What is kept of how matters were handled, and what tables and tallies make of it.

Of each value of a dimension in a year, by track, it is kept how many matters there are that agree
in what is told of them: ``received``, ``late`` (open, past the end of the running period),
``ended:1:12`` (whether in time, working days), ``rated:solved``, ``returned:kept:0`` (what came
of it, whether too late), ``reopened``, ``waived``, ``accepted:1``.
"""

from collections.abc import Iterable, Iterator, Mapping

from app.complaints.rules import ComplaintKind, Satisfaction
from app.evaluation.rules import HandlingTally

Counts = Mapping[str, int]
ByTrack = Mapping[str, Counts]
"""What is kept of one value: by track."""

KEPT, MOVED, UNDECIDED = "kept", "moved", "undecided"
"""What can come of a return."""
SUMMED = {"received": "received", "late": "overdue", "waived": "waived", "reopened": "reopened"}
"""Of these only the number counts; what a tally calls it."""
TOLD = {"ended": 2, "rated": 1, "returned": 2, "accepted": 1}
"""How many things are told of matters under a key; each of them may not be known."""
YES_OR_NO = {"1": True, "0": False}


def key_of(*facts: object) -> str:
    """The key under which matters that agree in these are counted."""
    return ":".join("" if fact is None else str(fact) for fact in facts)


def tracks(kept: ByTrack) -> dict[ComplaintKind, HandlingTally]:
    """The tally of each track that has something to tell."""
    tallies = {ComplaintKind(track): _tally(counts) for track, counts in kept.items()}
    return {track: tally for track, tally in tallies.items() if tally != HandlingTally()}


def both_tracks(kept: ByTrack) -> HandlingTally:
    """The tally of both tracks together."""
    whole = HandlingTally()
    for tally in tracks(kept).values():
        whole.add(tally)
    return whole


def ratings(kept: Iterable[ByTrack]) -> dict[Satisfaction, int]:
    """How many reporters judged how."""
    found: dict[Satisfaction, int] = {}
    for (satisfaction,), n in told(kept, "rated"):
        judged = Satisfaction(satisfaction)
        found[judged] = found.get(judged, 0) + n
    return found


def share(kept: Iterable[ByTrack], what: str, good: str) -> tuple[int, int]:
    """How many matters of which ``what`` is known have ``good`` said of them, and of how many."""
    known = [(first, n) for (first, *_), n in told(kept, what) if first]
    return sum(n for first, n in known if first == good), sum(n for _, n in known)


def told(kept: Iterable[ByTrack], what: str) -> Iterator[tuple[list[str], int]]:
    """What is told of how many matters, of all that is kept under ``what``."""
    for by_track in kept:
        for counts in by_track.values():
            for key, n in counts.items():
                name, *facts = key.split(":")
                if name == what:
                    yield facts, n


def _tally(counts: Counts) -> HandlingTally:
    tally = HandlingTally()
    for key, n in counts.items():
        what, *facts = key.split(":")
        if name := SUMMED.get(what):
            setattr(tally, name, getattr(tally, name) + n)
        elif what == "returned":
            tally.returned += n
        elif what == "ended":
            met, days = facts
            tally.count_ended(n, YES_OR_NO.get(met), int(days) if days else None)
        elif what == "rated":
            tally.count_rated(n, is_solved=facts[0] == Satisfaction.SOLVED.value)
    return tally
