"""The promises of strong counties, towns, trades and firms, counted from badges that hold."""

from functools import partial

from flask import Flask

from app.kernel import clock
from app.people.models import District
from app.records.creation.models import CreationApplication
from app.records.creation.queries.coverage import covered
from app.records.creation.rules import MEASURES, CreationKind
from app.records.indicators.measures import register_measure
from app.records.indicators.models import Indicator, IndicatorValue
from app.records.indicators.readings import Computed, Rows, year_so_far

ROWS = (CreationApplication, District, IndicatorValue)
"""What is counted: badges, and of how many, which is a table here or a number that is reported."""


def init_app(app: Flask) -> None:
    """Let the indicators have their values."""
    for kind, measure in MEASURES.items():
        register_measure(app, measure, partial(_covered, kind), rows=ROWS)


def _covered(kind: CreationKind, indicator: Indicator) -> list[Computed]:
    """The share today; nothing where nobody ever applied here, or nobody says of how many."""
    found = next((one for one in covered() if one.kind is kind), None)
    if found is None or found.share is None:
        return []
    total = found.total
    source = f"（{total.source}，{total.period}）" if total.source else ""
    return [
        Computed(
            indicator=indicator,
            span=year_so_far(clock.today().year),
            number=found.share,
            remark=f"持牌 {found.held:,} {total.unit} ÷ 共 {total.number:,} {total.unit}{source}",
            rows=Rows("creation.index", {"kind": kind.value}),
        )
    ]
