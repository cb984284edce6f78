"""The promise of strong counties, counted from badges that hold."""

from decimal import Decimal

from flask import Flask

from app.core import clock
from app.creation import queries
from app.creation.rules import CreationKind
from app.indicators.measures import register_measure
from app.indicators.models import Indicator
from app.indicators.readings import Computed, Rows, year_so_far


def init_app(app: Flask) -> None:
    """Let the indicator have its values."""
    register_measure(app, "strong_counties", _strong_counties)


def _strong_counties(indicator: Indicator) -> list[Computed]:
    """The share today; nothing where nobody ever applied here."""
    if not queries.was_ever(CreationKind.COUNTY):
        return []
    coverage = queries.coverage()
    strong = sum(one.is_strong for one in coverage)
    share = round(Decimal(100 * strong) / Decimal(len(coverage) or 1), 1)
    return [
        Computed(
            indicator=indicator,
            span=year_so_far(clock.today().year),
            number=share,
            remark=f"达标 {strong} 个 ÷ 县（市、区）{len(coverage)} 个",
            rows=Rows("creation.index", {"kind": CreationKind.COUNTY.value}),
        )
    ]
