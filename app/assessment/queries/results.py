"""Rows of the measures of results: indicators of the year, and what the inspection demanded."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.assessment.models import AssessmentFinding, AssessmentUnit
from app.assessment.rules import Fact, Source, finding_state
from app.core.db import db
from app.indicators.measures import computed
from app.indicators.models import Indicator, IndicatorValue
from app.indicators.numbers import show_number
from app.indicators.queries.promises import indicators
from app.indicators.rules import TargetState
from app.publishing.queries import published


def promised(first: date, last: date) -> Iterator[Fact]:
    """Indicators with a target, by whether the last value of the year reached it.

    While the year is under way, what nobody has reported yet is left out.
    """
    newest = _newest(first, last)
    is_over = last == date(first.year, 12, 31)
    for one in db.session.scalars(indicators().where(Indicator.target.is_not(None))):
        number, on = _computed(one, first.year) if one.measure else newest.get(one.id, (None, last))
        if number is None and not is_over:
            continue
        told = show_number(number, one.unit) if number is not None else "当年没有数据"
        yield Fact(
            measure="indicators",
            bureau_id=one.bureau_id,
            on=on,
            is_good=one.state(number) is TargetState.MET,
            words=f"{one.name}：目标 {one.target_words}，{told}",
            source=Source.INDICATOR,
            ref=one.code,
        )


def rectified(first: date, last: date) -> Iterator[Fact]:
    """What the inspection of the year demanded, by whether it was mended in time."""
    statement = (
        select(AssessmentFinding, AssessmentUnit.bureau_id, AssessmentUnit.district_code)
        .join(AssessmentFinding.unit)
        .where(AssessmentFinding.found_on.between(first, last))
        .where(AssessmentFinding.rectify_by.is_not(None))
        .order_by(AssessmentFinding.id)
    )
    for finding, bureau_id, district_code in db.session.execute(statement):
        state = finding_state(finding.rectify_by, finding.rectified_on, last)
        yield Fact(
            measure="rectified",
            bureau_id=bureau_id,
            district_code=district_code,
            on=finding.rectify_by or finding.found_on,
            is_good=state.is_good,
            words=f"{finding.demand[:200]}，应在 {finding.rectify_by} 前，{state.label}",
            source=Source.FINDING,
            ref=str(finding.id),
        )


def _newest(first: date, last: date) -> dict[int, tuple[Decimal | None, date]]:
    """By the id of an indicator, its last published value of the year, and of which day."""
    statement = (
        select(IndicatorValue)
        .where(published(IndicatorValue), IndicatorValue.period_ends_on.between(first, last))
        .order_by(IndicatorValue.period_ends_on, IndicatorValue.period.desc())
    )
    values: Sequence[IndicatorValue] = db.session.scalars(statement).all()
    return {value.indicator_id: (value.number, value.period_ends_on) for value in values}


def _computed(indicator: Indicator, year: int) -> tuple[Decimal | None, date]:
    last = date(year, 12, 31)
    for reading in computed(indicator):
        if reading.span.year == year:
            return reading.number, reading.source_on
    return None, last
