"""Geometry of the home page's pictures; the templates only write the numbers down."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin

from app.insight.evaluation.rules import TARGET

CENTRE = 180.0
KNOB_RADIUS = 134.0
LOBES = 12


@dataclass(frozen=True)
class Knob:
    """A district on the rim of the mirror: its first character, and whether it met the target."""

    x: float
    y: float
    character: str
    name: str
    rate: float | None

    @property
    def is_full(self) -> bool:
        """Full when the target is met; hollow when not, or when too few ended to say."""
        return self.rate is not None and self.rate >= TARGET


def knobs(rates: Sequence[tuple[str, str, float | None]]) -> list[Knob]:
    """Place up to twelve districts (character, name, rate) clockwise from the top."""
    placed = []
    for index, (character, name, rate) in enumerate(rates[:LOBES]):
        angle = radians((index + 0.5) * 360 / LOBES)
        x = CENTRE + KNOB_RADIUS * sin(angle)
        y = CENTRE - KNOB_RADIUS * cos(angle)
        placed.append(Knob(round(x, 1), round(y, 1), character, name, rate))
    return placed


def sparkline(values: Sequence[float]) -> list[tuple[float, float]]:
    """Points of a line through ``values`` in a field of 132 by 34, the highest on top."""
    if not values:
        return []
    low, high = min(values), max(values)
    span = high - low or 1
    step = 124 / max(1, len(values) - 1)
    return [
        (round(4 + index * step, 1), round(29 - 24 * (value - low) / span, 1))
        for index, value in enumerate(values)
    ]
