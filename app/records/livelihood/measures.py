"""The values of the promises on livelihood programmes: one theme, one plan, four actions a year."""

from decimal import Decimal
from functools import partial

from flask import Flask

from app.records.indicators.measures import register_measure
from app.records.indicators.models import Indicator
from app.records.indicators.readings import Computed, Rows, year_so_far
from app.records.livelihood.models import LivelihoodProblem, LivelihoodProgramme
from app.records.livelihood.queries import actions_by_year

ROWS = (LivelihoodProgramme, LivelihoodProblem)


def init_app(app: Flask) -> None:
    """Let the promises have their values."""
    register_measure(app, "livelihood_programmes", partial(_by_year, "programmes"), rows=ROWS)
    register_measure(app, "livelihood_actions", partial(_by_year, "actions"), rows=ROWS)


def _by_year(what: str, indicator: Indicator) -> list[Computed]:
    """A year with a public programme has a theme and a plan: it cannot be public without."""
    return [
        Computed(
            indicator=indicator,
            span=year_so_far(year),
            number=Decimal(actions if what == "actions" else 1),
            remark="已公示问题所属的惠民行动种数" if what == "actions" else "已公示的年度方案",
            rows=Rows("livelihood.year", {"year": year}),
        )
        for year, actions in sorted(actions_by_year().items(), reverse=True)
    ]
