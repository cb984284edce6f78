"""What is kept of how matters were handled, and what tables and tallies make of it.

Of each value of a dimension in a year, by track, it is kept how many matters there are that agree
in what is told of them: ``received``, ``waiting:2026-03-06`` (open, with the end of the running
period), ``ended:1:12`` (whether in time, working days), ``rated:solved``, ``returned:kept:0``
(what came of it or when it is due, whether too late), ``reopened``, ``waived``, ``accepted:1``.
Whether something is late today is said when it is read, so that a day may begin without a count.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from app.complaints.rules import ComplaintKind, Satisfaction
from app.evaluation.rules import HandlingTally

Counts = Mapping[str, int]
ByTrack = Mapping[str, Counts]
"""What is kept of one value: by track."""

KEPT, MOVED = "kept", "moved"
"""What can come of a return."""
SUMMED = {"received", "reopened", "returned", "waived"}
"""Of these only the number counts."""
YES_OR_NO = {"1": True, "0": False}


def key_of(*facts: object) -> str:
    """The key under which matters that agree in these are counted."""
    return ":".join("" if fact is None else str(fact) for fact in facts)


def tracks(kept: ByTrack, today: date) -> dict[ComplaintKind, HandlingTally]:
    """The tally of each track that has something to tell, as it stands today."""
    tallies = {ComplaintKind(track): _tally(counts, today) for track, counts in kept.items()}
    return {track: tally for track, tally in tallies.items() if tally != HandlingTally()}


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


def _tally(counts: Counts, today: date) -> HandlingTally:
    tally = HandlingTally()
    for key, n in counts.items():
        what, *facts = key.split(":")
        if what in SUMMED:
            setattr(tally, what, getattr(tally, what) + n)
        elif what == "waiting":
            tally.overdue += n if date.fromisoformat(facts[0]) < today else 0
        elif what == "ended":
            met, days = facts
            tally.count_ended(n, YES_OR_NO.get(met), int(days) if days else None)
        elif what == "rated":
            tally.count_rated(n, is_solved=facts[0] == Satisfaction.SOLVED.value)
    return tally
