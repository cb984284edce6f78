"""The page of pass rates: promises, groups of products by year, districts; each with its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.insight.evaluation.queries.checks import (
    PROMISED,
    CheckCell,
    CheckScope,
    PassRate,
    cells,
    rates,
)
from app.records.indicators.models import Indicator
from app.records.indicators.rules import TargetState
from app.records.inspections.rules import ELSEWHERE, InspectionLevel, ProductGroup

Options = list[tuple[str, str]]
"""Codes and names of districts."""


@dataclass(frozen=True)
class PassRateLine:
    """A rate under a name, with the address of its rows; no rate where nothing was inspected."""

    name: str
    rate: PassRate | None
    arguments: dict[str, Any]


@dataclass(frozen=True)
class PassRatePromise(PassRateLine):
    """A rate that the policy promised (一（二）1)."""

    indicator: Indicator

    @property
    def state(self) -> TargetState:
        """What has become of the promise; it is held against the percent, to one place."""
        return self.indicator.state(rounded(self.rate) if self.rate else None)


@dataclass(frozen=True)
class PassRateRow:
    """A line of the download: group, district and year with their numbers."""

    year: int
    group: ProductGroup
    district: str
    level: InspectionLevel
    is_local: bool
    rate: PassRate


def rounded(rate: PassRate) -> Decimal:
    """The share in percent, to one place."""
    return round(Decimal(100 * rate.passed) / Decimal(rate.total), 1)


def promises(indicators: list[Indicator], year: int) -> list[PassRatePromise]:
    """The promises on spot checks (policy, 一（二）1), as they stood in ``year``."""
    lines = []
    for indicator in indicators:
        scope = PROMISED[str(indicator.measure)]
        found = rates(
            (cell for cell in cells() if cell.year == year and scope.holds(cell)), lambda _: None
        )
        arguments = {**scope.arguments, "year": year}
        lines.append(PassRatePromise(indicator.name, found.get(None), arguments, indicator))
    return lines


def by_group(scope: CheckScope, years: list[int]) -> list[tuple[ProductGroup, list[PassRateLine]]]:
    """For each group of products its rates in these years."""
    found = rates(filter(scope.holds, cells()), lambda cell: (cell.product_group, cell.year))
    return [
        (group, [_line(scope, group, year, found.get((group, year))) for year in years])
        for group in ProductGroup
    ]


def by_district(scope: CheckScope, year: int, districts: Options) -> list[PassRateLine]:
    """The rates of a year by where it was sampled, the districts in their order."""
    of_year = (cell for cell in cells() if cell.year == year and scope.holds(cell))
    found = rates(of_year, lambda cell: cell.district_code)
    arguments = {**scope.arguments, "year": year}
    lines = [
        PassRateLine(name, found.get(code), {**arguments, "district": code})
        for code, name in districts
    ]
    if None in found:
        lines.append(
            PassRateLine(ELSEWHERE[1], found[None], {**arguments, "district": ELSEWHERE[0]})
        )
    return lines


def rows(scope: CheckScope, districts: Options) -> Iterator[PassRateRow]:
    """All rates as finely as they are told apart, for a download."""
    names = dict(districts)

    def order(cell: CheckCell) -> tuple[Any, ...]:
        return (-cell.year, cell.product_group, cell.district_code or "", cell.level, cell.is_local)

    for cell in sorted(filter(scope.holds, cells()), key=order):
        yield PassRateRow(
            cell.year,
            cell.product_group,
            names.get(cell.district_code or "", ELSEWHERE[1]),
            cell.level,
            cell.is_local,
            PassRate(cell.passed, cell.total),
        )


def _line(scope: CheckScope, group: ProductGroup, year: int, rate: PassRate | None) -> PassRateLine:
    of_group = CheckScope(group, scope.level, scope.is_local)
    return PassRateLine(f"{year} 年", rate, {**of_group.arguments, "year": year})
