"""From the points of each measure to the total of a unit, and its place among the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.insight.assessment.rules.acts import UnitKind
from app.insight.assessment.rules.formula import HUNDREDTHS, Measure, rounded, show_points

FULL = 100 * HUNDREDTHS

__all__ = ["Counted", "Entrant", "places", "scaled", "show_points", "with_marks"]


@dataclass(frozen=True)
class Counted:
    """A measure of a unit, with how many of its rows are good."""

    measure: Measure
    good: int
    total: int

    @property
    def points(self) -> int | None:
        """Hundredths; None where it is not counted."""
        return self.measure.points(self.good, self.total)


@dataclass(frozen=True)
class Entrant:
    """A unit as far as its place goes; ``total`` None where it has none."""

    key: int
    kind: UnitKind
    total: int | None


def scaled(counted: Iterable[Counted]) -> tuple[int | None, int]:
    """The points of a unit as if a hundred were open to it, and how many really were.

    What a unit had nothing to show for is neither given nor taken: the rest is scaled up.
    """
    pairs = [(one.points, one.measure.most) for one in counted]
    known = [(points, most) for points, most in pairs if points is not None]
    most = sum(each for _, each in known)
    if not most:
        return None, 0
    return rounded(Fraction(FULL * sum(points for points, _ in known), most)), most


def with_marks(computed: int | None, marks: Iterable[int], most: int) -> int | None:
    """The total: computed points and signed points by hand, these within ``most``; never below 0.

    Where nothing was computed, nothing is added to it.
    """
    if computed is None:
        return None
    return max(computed + max(-most, min(sum(marks), most)), 0)


def places(entrants: Sequence[Entrant]) -> dict[int, int]:
    """The place of each unit among its kind; equals share one, and the next is passed over."""
    found = {}
    for entrant in entrants:
        if entrant.total is not None:
            better = [
                other
                for other in entrants
                if other.kind is entrant.kind
                and other.total is not None
                and other.total > entrant.total
            ]
            found[entrant.key] = 1 + len(better)
    return found
