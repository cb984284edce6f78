"""How often bodies send matters back, and how soon the coordination office decides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.insight.evaluation.sheets import KEPT, UNDECIDED, ByTrack, told
from app.insight.evaluation.suppression import SMALLEST


@dataclass(frozen=True)
class BodyReturns:
    """What a body returned in a year. These are acts of bodies: nothing is kept back."""

    name: str
    returned: int
    kept: int
    """Those that it had to handle after all."""
    waiting: int
    timed: int
    """Those that the coordination office has decided, or should have."""
    late: int

    @property
    def moved(self) -> int:
        """Those that another body got."""
        return self.returned - self.kept - self.waiting


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
        """Share that the office decided in time; None where too few are due to say it."""
        timed = sum(body.timed for body in self.bodies)
        late = sum(body.late for body in self.bodies)
        return (timed - late) / timed if timed >= SMALLEST else None


def returns_of(kept: Mapping[str, ByTrack], names: Mapping[str, str]) -> Returns:
    """The returns of a year, from what is kept of its bodies."""
    bodies = [_of_body(names[key], told([each], "returned")) for key, each in kept.items()]
    returned = [body for body in bodies if body.returned]
    return Returns(sorted(returned, key=lambda body: (-body.returned, body.name)))


def _of_body(name: str, found: Iterable[tuple[Sequence[str], int]]) -> BodyReturns:
    returned = kept = waiting = timed = late = 0
    for (became, late_or_not), n in found:
        waits, is_late = became == UNDECIDED, late_or_not == "1"
        returned += n
        kept += n if became == KEPT else 0
        waiting += n if waits else 0
        timed += n if is_late or not waits else 0
        late += n if is_late else 0
    return BodyReturns(name, returned, kept, waiting, timed, late)
