"""The page of pass rates: promises, groups of products by year, districts; each with its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.insight.evaluation.queries.checks import PROMISED, Cell, Rate, Scope, cells, rates
from app.records.indicators.models import Indicator
from app.records.indicators.rules import TargetState
from app.records.inspections.rules import ELSEWHERE, InspectionLevel, ProductGroup

Options = list[tuple[str, str]]
"""Codes and names of districts."""


@dataclass(frozen=True)
class Line:
    """A rate under a name, with the address of its rows; no rate where nothing was inspected."""

    name: str
    rate: Rate | None
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Promise(Line):
    """A rate that the policy promised."""

    indicator: Indicator

    @property
    def state(self) -> TargetState:
        """What has become of the promise; it is held against the share to one place."""
        return self.indicator.state(rounded(self.rate) if self.rate else None)


@dataclass(frozen=True)
class Row:
    """A line of the download: group, district and year with their numbers."""

    year: int
    group: ProductGroup
    district: str
    level: InspectionLevel
    is_local: bool
    rate: Rate


def rounded(rate: Rate) -> Decimal:
    """The share in percent, to one place."""
    return round(Decimal(100 * rate.passed) / Decimal(rate.total), 1)


def promises(indicators: list[Indicator], year: int) -> list[Promise]:
    """The promises on spot checks, as they stood in ``year``."""
    lines = []
    for indicator in indicators:
        scope = PROMISED[str(indicator.measure)]
        found = rates(
            (cell for cell in cells() if cell.year == year and scope.holds(cell)), lambda _: None
        )
        arguments = {**scope.arguments, "year": year}
        lines.append(Promise(indicator.name, found.get(None), arguments, indicator))
    return lines


def by_group(scope: Scope, years: list[int]) -> list[tuple[ProductGroup, list[Line]]]:
    """For each group of products its rates in these years."""
    found = rates(filter(scope.holds, cells()), lambda cell: (cell.product_group, cell.year))
    return [
        (group, [_line(scope, group, year, found.get((group, year))) for year in years])
        for group in ProductGroup
    ]


def by_district(scope: Scope, year: int, districts: Options) -> list[Line]:
    """The rates of a year by where it was sampled, the districts in their order."""
    of_year = (cell for cell in cells() if cell.year == year and scope.holds(cell))
    found = rates(of_year, lambda cell: cell.district_code)
    arguments = {**scope.arguments, "year": year}
    lines = [
        Line(name, found.get(code), {**arguments, "district": code}) for code, name in districts
    ]
    if None in found:
        lines.append(Line(ELSEWHERE[1], found[None], {**arguments, "district": ELSEWHERE[0]}))
    return lines


def rows(scope: Scope, districts: Options) -> Iterator[Row]:
    """All rates as finely as they are told apart, for a download."""
    names = dict(districts)

    def order(cell: Cell) -> tuple[Any, ...]:
        return (-cell.year, cell.product_group, cell.district_code or "", cell.level, cell.is_local)

    for cell in sorted(filter(scope.holds, cells()), key=order):
        yield Row(
            cell.year,
            cell.product_group,
            names.get(cell.district_code or "", ELSEWHERE[1]),
            cell.level,
            cell.is_local,
            Rate(cell.passed, cell.total),
        )


def _line(scope: Scope, group: ProductGroup, year: int, rate: Rate | None) -> Line:
    of_group = Scope(group, scope.level, scope.is_local)
    return Line(f"{year} 年", rate, {**of_group.arguments, "year": year})
