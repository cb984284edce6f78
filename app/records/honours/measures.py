"""The promises of the policy that the register keeps count of."""

from decimal import Decimal

from flask import Flask

from app.kernel import clock
from app.records.credit.models import CreditEntry
from app.records.honours.goals import goals
from app.records.honours.models import Honour
from app.records.honours.queries import counts
from app.records.indicators.measures import register_measure
from app.records.indicators.models import Indicator
from app.records.indicators.readings import Computed, Rows, year_so_far


def init_app(app: Flask) -> None:
    """Let the indicators have their values."""
    register_measure(app, "honours", _honours, rows=[Honour, CreditEntry])


def _honours(indicator: Indicator) -> list[Computed]:
    """What there is today; nothing where no such honour was ever registered: that is 未报."""
    goal = goals()[indicator.code]
    number = counts.counted(goal)
    if number is None:
        return []
    rows = {"kind": goal.kind.value} | ({"grade": goal.grade.value} if goal.grade else {})
    return [
        Computed(
            indicator=indicator,
            span=year_so_far(clock.today().year),
            number=Decimal(number),
            remark=f"公示中的{goal.words} {number:,} {indicator.unit}",
            rows=Rows("honours.index", rows),
        )
    ]
