"""Geometry of an indicator's series; the template only writes the numbers down.

The picture is 100 wide and 50 high; its labels are HTML, so that text does not shrink on a phone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.records.indicators.measures import Computed
from app.records.indicators.models import Indicator, IndicatorValue
from app.records.indicators.notation import show_number

WIDTH, HEIGHT = 100, 50


@dataclass(frozen=True)
class Point:
    """A value's place in the picture, which is 100 wide and 50 high."""

    x: float
    y: float


@dataclass(frozen=True)
class SeriesChart:
    """Values over time, the promise as a level line."""

    points: list[Point]
    target_y: float | None
    """How far down, from 0 to 50."""
    labels: tuple[str, str, str]
    """Numbers at the top, in the middle and at the bottom."""
    first: str
    last: str

    @property
    def line(self) -> str:
        """The points as an SVG polyline takes them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def chart(indicator: Indicator, values: Sequence[IndicatorValue | Computed]) -> SeriesChart | None:
    """The picture of ``values``, newest first; None where there are fewer than two."""
    if len(values) < 2:
        return None
    ordered = sorted(values, key=lambda value: value.period_ends_on)
    numbers = [value.number for value in ordered]
    target = Decimal(indicator.target) if indicator.target else None
    low = min([*numbers, *([target] if target is not None else [])])
    high = max([*numbers, *([target] if target is not None else [])])
    if low == high:  # a level line runs through the middle
        low, high = low - 1, high + 1
    start = ordered[0].period_ends_on
    days = max((ordered[-1].period_ends_on - start).days, 1)

    def height(number: Decimal) -> float:
        return round(HEIGHT * float((high - number) / (high - low)), 2)

    return SeriesChart(
        points=[
            Point(round(WIDTH * (value.period_ends_on - start).days / days, 2), height(number))
            for value, number in zip(ordered, numbers, strict=True)
        ],
        target_y=None if target is None else height(target),
        labels=_labels(low, high, indicator.unit),
        first=ordered[0].span.label,
        last=ordered[-1].span.label,
    )


def _labels(low: Decimal, high: Decimal, unit: str) -> tuple[str, str, str]:
    middle = ((low + high) / 2).quantize(Decimal("0.1"))
    return show_number(high, unit), show_number(middle, unit), show_number(low, unit)
