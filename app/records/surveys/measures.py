"""The values of the promises on satisfaction: what the published surveys found."""

from flask import Flask

from app.records.indicators.measures import Computed, RowsLink, register_measure
from app.records.indicators.models import Indicator
from app.records.indicators.notation import read_period
from app.records.surveys.models import SurveyResult
from app.records.surveys.queries import MEASURE, Counted, by_promise
from app.records.surveys.rules import share, share_finding


def init_app(app: Flask) -> None:
    """Let the promises have their values."""
    register_measure(app, MEASURE, _found, rows=[SurveyResult])


def _found(indicator: Indicator) -> list[Computed]:
    return [_computed(indicator, one) for one in by_promise().get(indicator.id, [])]


def _computed(indicator: Indicator, one: Counted) -> Computed:
    found = share_finding(one.satisfied, one.sample_size, one.population)
    return Computed(
        indicator=indicator,
        span=read_period(one.period),
        number=share(one.satisfied, one.sample_size),
        remark=f"满意 {one.satisfied:,} 人 ÷ 有效样本 {one.sample_size:,} 人，"
        f"误差 ±{found.margin:.1f} 个百分点（95%）",
        rows=RowsLink("surveys.detail", {"survey_id": one.id}),
        source=one.title,
    )
