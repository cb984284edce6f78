"""Geometry of bars with their margins; the template only writes the numbers down."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.records.surveys.models import SurveyResult
from app.records.surveys.rules import Certainty

STEP, ROOM = 10, 2
"""The scale begins at a full ten, at least this much below all that it shows."""


@dataclass(frozen=True)
class ErrorBar:
    """A result on a scale from ``Scale.start`` to its full mark: places between 0 and 100."""

    result: SurveyResult
    point: float
    low: float
    high: float
    target: float | None
    certainty: Certainty | None


@dataclass(frozen=True)
class Scale:
    """Results under each other, and where their scale begins, in percent of the full mark."""

    start: int
    bars: list[ErrorBar]


def scale(results: Sequence[SurveyResult]) -> Scale:
    """The bars of these results, and of the targets that they are held against."""
    lowest = min((_percent(one.finding.low, one) for one in results), default=0)
    targets = [target for one in results if (target := _target(one)) is not None]
    start = max(int((min([lowest, *targets, 100 - STEP]) - ROOM) // STEP * STEP), 0)
    return Scale(start, [_bar(one, start) for one in results])


def _bar(result: SurveyResult, start: int) -> ErrorBar:
    found, target = result.finding, _target(result)

    def place(value: float) -> float:
        return round(100 * (value - start) / (100 - start), 1)

    return ErrorBar(
        result=result,
        point=place(_percent(found.value, result)),
        low=place(_percent(found.low, result)),
        high=place(_percent(found.high, result)),
        target=None if target is None else place(target),
        certainty=None if target is None else found.held_against(target),
    )


def _percent(value: float, result: SurveyResult) -> float:
    return 100 * value / result.finding.top


def _target(result: SurveyResult) -> float | None:
    if result.indicator is None or result.indicator.target is None:
        return None
    return float(result.indicator.target)
