"""Geometry of the pages' pictures, and districts in two years; templates only write it down."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from app.insight.evaluation.queries.handling import Evaluation, HandlingLine
from app.insight.evaluation.queries.penalties import CaseCount
from app.insight.evaluation.queries.scorecards import BodyScore
from app.insight.evaluation.rules import (
    KEPT_BACK,
    STEPS,
    TARGET,
    DistrictMeasure,
    HandlingTally,
    MatterTally,
    step,
)
from app.kernel.web.templating import NOTHING, percent
from app.people.queries import DistrictName
from app.people.tiles import Tile
from app.people.tiles import tiles as tiles_of
from app.records.cases.rules import CaseField

LEAST_SCALE = 0.08


@dataclass(frozen=True)
class LateBar:
    """A body's share of late matters on a scale from zero; ``width`` is percent of it."""

    name: str
    tally: MatterTally
    width: float
    is_below: bool


@dataclass(frozen=True)
class DaysBar:
    """A body's working days from decision to publication; ``width`` is percent of the scale."""

    body: BodyScore
    width: float | None
    is_beyond: bool


@dataclass(frozen=True)
class CaseFieldRow:
    """A field's published penalties by year, newest last, and together; ``width`` in percent."""

    field: CaseField
    by_year: list[int]
    total: int
    amount_cents: int
    """Of all these years, in 分."""
    width: float


def tiles(districts: Iterable[tuple[DistrictName, MatterTally]]) -> list[Tile]:
    """A tile for each district with its share of matters closed in time."""
    return tiles_of(
        (district.code, district.name, percent(tally.rate), step(tally.rate))
        for district, tally in districts
    )


def late_scale(bureaus: Iterable[tuple[str, MatterTally]]) -> float:
    """The share, 0 to 1, at the right end of the bars: eight percent, or the worst body's."""
    return max([LEAST_SCALE, *(1 - t.rate for _, t in bureaus if t.rate is not None)])


def late_bars(bureaus: Sequence[tuple[str, MatterTally]]) -> list[LateBar]:
    """A bar for each body that has a rate."""
    scale = late_scale(bureaus)
    return [
        LateBar(
            name=name,
            tally=tally,
            width=round(100 * (1 - tally.rate) / scale, 1),
            is_below=tally.rate < TARGET,
        )
        for name, tally in bureaus
        if tally.rate is not None
    ]


def days_scale(bodies: Iterable[BodyScore], limit: int) -> float:
    """The working days at the right end of the bars: twice the limit, or the slowest body's."""
    medians = (body.score.median_days for body in bodies)
    return max([2 * limit, *(days for days in medians if days is not None)])


def days_bars(bodies: Iterable[BodyScore], scale: float, limit: int) -> list[DaysBar]:
    """A bar for each body; those of which too little is known have none."""
    return [
        DaysBar(
            body=body,
            width=None
            if (days := body.score.median_days) is None
            else round(100 * days / scale, 1),
            is_beyond=days is not None and days > limit,
        )
        for body in bodies
    ]


def case_years(cases: Iterable[CaseCount]) -> list[int]:
    """The years in the table of penalties."""
    return sorted({case.year for case in cases})


def case_rows(cases: Sequence[CaseCount]) -> list[CaseFieldRow]:
    """A row for each field, the one with most penalties first."""
    years = case_years(cases)
    counts = {(case.field, case.year): case for case in cases}
    rows = []
    for each in CaseField:
        found = [counts[each, year] for year in years if (each, year) in counts]
        if found:
            by_year = [counts[each, y].count if (each, y) in counts else 0 for y in years]
            rows.append((each, by_year, sum(by_year), sum(case.amount_cents for case in found)))
    most = max((row[2] for row in rows), default=1)
    ordered = sorted(rows, key=lambda row: -row[2])
    return [CaseFieldRow(*row, width=round(100 * row[2] / most, 1)) for row in ordered]


def monthly_rates(evaluation: Evaluation) -> list[tuple[int, float]]:
    """The rates, 0 to 1, of the months in which enough matters ended."""
    rates = ((month, tally.rate) for month, tally in sorted(evaluation.months.items()))
    return [(int(month), rate) for month, rate in rates if rate is not None]


def spark_points(rates: Sequence[tuple[int, float]]) -> list[tuple[float, float]]:
    """Points of a line through the rates in a viewBox of 132 by 34, the highest on top."""
    if len(rates) < 2:
        return []
    values = [rate for _, rate in rates]
    low, span = min(values), (max(values) - min(values)) or 1
    gap = 124 / (len(values) - 1)
    return [
        (round(4 + n * gap, 1), round(29 - 24 * (value - low) / span, 1))
        for n, value in enumerate(values)
    ]


def received_bars(lines: Sequence[HandlingLine]) -> list[tuple[HandlingLine, float]]:
    """Each line with its bar: its share of the longest, in percent; none for what is kept back."""
    counts = [line.tally.shown("received") or 0 for line in lines]
    most = max(counts, default=0) or 1
    return [(line, round(100 * n / most, 1)) for line, n in zip(lines, counts, strict=True)]


Value = float | None
_VALUES: dict[DistrictMeasure, Callable[[HandlingTally], Value]] = {
    DistrictMeasure.RATE: lambda tally: tally.rate,
    DistrictMeasure.RECEIVED: lambda tally: tally.shown("received"),
    DistrictMeasure.ENDED: lambda tally: tally.shown("ended"),
    DistrictMeasure.MEDIAN: lambda tally: tally.median_days,
    DistrictMeasure.OVERDUE: lambda tally: tally.shown("overdue"),
    DistrictMeasure.SOLVED: lambda tally: tally.solved_rate,
}


@dataclass(frozen=True)
class ComparedDistrict:
    """A district with the measure in both years, shares from 0 to 1; None where not told."""

    code: str
    name: str
    before: Value
    now: Value

    @property
    def change(self) -> Value:
        """By how much it has grown, in the measure's unit; None unless both are told."""
        if self.before is None or self.now is None:
            return None
        return self.now - self.before


def compared(
    measure: DistrictMeasure,
    districts: Iterable[tuple[str, str]],
    before: Iterable[HandlingLine] | None,
    now: Iterable[HandlingLine],
) -> list[ComparedDistrict]:
    """All districts in their order; one without matters in a year has counts of nought there.

    ``before`` is None where the site was not there yet: then nothing is known of that year.
    """
    value = _VALUES[measure]

    def values(lines: Iterable[HandlingLine] | None) -> dict[str, Value]:
        if lines is None:
            return dict.fromkeys(names.values())
        tallies = {line.name: line.tally for line in lines}
        return {name: value(tallies.get(name, HandlingTally())) for name in names.values()}

    names = dict(districts)
    old, new = values(before), values(now)
    return [ComparedDistrict(code, name, old[name], new[name]) for code, name in names.items()]


@dataclass(frozen=True)
class DistrictComparison:
    """All districts by one measure, in ``year`` and the year before."""

    measure: DistrictMeasure
    year: int
    rows: Sequence[ComparedDistrict]
    has_before: bool
    """Whether the site was there the year before."""

    @property
    def maps(self) -> list[tuple[int, list[Tile]]]:
        """Both years with their tiles, the earlier first; shaded by one scale."""
        return [
            (
                self.year - 1,
                self._tiles([(one, one.before, self.before(one)) for one in self.rows]),
            ),
            (
                self.year,
                self._tiles([(one, one.now, self.value_label(one.now)) for one in self.rows]),
            ),
        ]

    @property
    def key(self) -> list[tuple[int, str]]:
        """What the shades mean: each with the values from which it begins."""
        first, *limits = (self.value_label(limit) for limit in (self._limits[0], *self._limits))
        begins = [f"低于 {first}", *(f"{limit} 以上" for limit in limits)]
        nothing = KEPT_BACK if self.measure.is_count else "不足 3 件"
        return [(0, nothing), *enumerate(begins, start=1)]

    def before(self, row: ComparedDistrict) -> str:
        """The measure of the year before, in words; nothing is known of a year before the site."""
        return self.value_label(row.before) if self.has_before else NOTHING

    def value_label(self, value: Value) -> str:
        """A value as maps and tables write it."""
        if value is None:
            return KEPT_BACK if self.measure.is_count else NOTHING
        if self.measure.is_share:
            return percent(value)
        return f"{value:,.0f}" if self.measure.is_count else f"{value:.1f}"

    def change_words(self, change: Value) -> str:
        """``+1.2 个百分点``, ``-14``, ``+0``: with its sign, which needs no colour."""
        if change is None:
            return NOTHING
        if self.measure.is_share:
            return f"{100 * change:+.1f} 个百分点"
        return f"{change:+,.0f}" if self.measure.is_count else f"{change:+.1f}"

    @property
    def _limits(self) -> Sequence[float]:
        """Where the second, third and fourth shade begin; of counts in quarters, rounded up."""
        if self.measure is DistrictMeasure.RATE:
            return STEPS
        values = (
            value for one in self.rows for value in (one.before, one.now) if value is not None
        )
        most = max(values, default=0) or 1
        quarters = [most * quarter / 4 for quarter in (1, 2, 3)]
        return [ceil(limit) for limit in quarters] if self.measure.is_count else quarters

    def _tiles(self, values: Iterable[tuple[ComparedDistrict, Value, str]]) -> list[Tile]:
        return tiles_of(
            (one.code, one.name, words, self._shade(value)) for one, value, words in values
        )

    def _shade(self, value: Value) -> int:
        return 0 if value is None else 1 + sum(value >= limit for limit in self._limits)
