"""What is overdue today, by body: open matters past the end of a running period.

It is kept among the sums, see ``facts``: no matter is looked at.
"""

from dataclasses import dataclass
from datetime import date

from app.insight.evaluation.queries.counting import HANDLING, LATE, few_in
from app.insight.evaluation.queries.handling import Places
from app.insight.evaluation.rules import HandlingTally
from app.insight.evaluation.sheets import DUE, ByTrack, told
from app.insight.evaluation.suppression import SMALLEST
from app.kernel import clock
from app.kernel.aggregates.queries import current_counts
from app.people.queries import bureau_names


@dataclass(frozen=True)
class LateNow:
    """A body, how many of its matters are late today, and the last day of the one late longest."""

    bureau: str
    count: int | None
    since: date | None
    """Both None where it is not told how many matters the body has: see ``suppression``."""


def late_now() -> list[LateNow]:
    """The bodies with late matters, the most first; of whatever year, a clock that stops is not.

    Lateness is an act of the body and told as it is, but not of bodies with one or two matters,
    which come last, in an order that tells nothing.
    """
    few = few_in(clock.today().year)
    found = current_counts({HANDLING: [LATE, few]})
    names, tallies = bureau_names(), Places(found[HANDLING, few]).tallies
    rows = [
        _late(names[int(part)], kept, tallies[part])
        for part, kept in found[HANDLING, LATE].parts.items()
    ]
    return sorted(rows, key=lambda row: (row.count is None, -(row.count or 0), row.bureau))


def _late(bureau: str, kept: ByTrack, this_year: HandlingTally) -> LateNow:
    days = [(date.fromisoformat(due), n) for (due,), n in told([kept], DUE)]
    count = sum(n for _, n in days)
    # Of a body that has received nothing this year, what is late may be all that it has.
    if this_year.hidden or (count < SMALLEST and not this_year.received):
        return LateNow(bureau, None, None)
    return LateNow(bureau, count, min(day for day, _ in days))
