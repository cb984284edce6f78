"""Geometry of the page's pictures; the template only writes the numbers down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.insight.evaluation.queries.dimensions import Line
from app.insight.evaluation.queries.handling import Evaluation
from app.insight.evaluation.queries.penalties import CaseCount
from app.insight.evaluation.queries.scorecards import BodyScore
from app.insight.evaluation.rules import TARGET, Tally, step
from app.kernel.web.templating import percent
from app.people.queries import DistrictName
from app.people.tiles import Tile
from app.people.tiles import tiles as tiles_of
from app.records.cases.rules import CaseField

LEAST_SCALE = 0.08


@dataclass(frozen=True)
class LateBar:
    """A body's share of late matters on a scale from zero."""

    name: str
    tally: Tally
    width: float
    is_below: bool


@dataclass(frozen=True)
class DaysBar:
    """A body's working days from decision to publication on a scale from zero."""

    body: BodyScore
    width: float | None
    is_beyond: bool


@dataclass(frozen=True)
class CaseRow:
    """A field's published penalties by year, the newest last, and together."""

    field: CaseField
    by_year: list[int]
    total: int
    amount_cents: int
    width: float


def tiles(districts: Iterable[tuple[DistrictName, Tally]]) -> list[Tile]:
    """A tile for each district with its share of matters closed in time."""
    return tiles_of(
        (district.code, district.name, percent(tally.rate), step(tally.rate))
        for district, tally in districts
    )


def late_scale(bureaus: Iterable[tuple[str, Tally]]) -> float:
    """The share at the right end of the bars: eight percent, or the worst body's."""
    return max([LEAST_SCALE, *(1 - t.rate for _, t in bureaus if t.rate is not None)])


def late_bars(bureaus: Sequence[tuple[str, Tally]]) -> list[LateBar]:
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


def case_rows(cases: Sequence[CaseCount]) -> list[CaseRow]:
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
    return [CaseRow(*row, width=round(100 * row[2] / most, 1)) for row in ordered]


def monthly_rates(evaluation: Evaluation) -> list[tuple[int, float]]:
    """The rates of the months in which enough matters ended."""
    rates = ((month, tally.rate) for month, tally in sorted(evaluation.months.items()))
    return [(int(month), rate) for month, rate in rates if rate is not None]


def spark_points(rates: Sequence[tuple[int, float]]) -> list[tuple[float, float]]:
    """Points of a line through the rates in a field of 132 by 34, the highest on top."""
    if len(rates) < 2:
        return []
    values = [rate for _, rate in rates]
    low, span = min(values), (max(values) - min(values)) or 1
    gap = 124 / (len(values) - 1)
    return [
        (round(4 + n * gap, 1), round(29 - 24 * (value - low) / span, 1))
        for n, value in enumerate(values)
    ]


def received_bars(lines: Sequence[Line]) -> list[tuple[Line, float]]:
    """Each line with its bar: its share of the longest, in percent; none for what is kept back."""
    told = [line.tally.shown("received") or 0 for line in lines]
    most = max(told, default=0) or 1
    return [(line, round(100 * n / most, 1)) for line, n in zip(lines, told, strict=True)]
