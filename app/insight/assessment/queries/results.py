"""Rows of the measures of results: indicators of the year, and what the inspection demanded."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from app.insight.assessment.models import AssessmentFinding, AssessmentUnit
from app.insight.assessment.rules import Fact, Source, finding_state
from app.kernel.db.session import db
from app.publishing.life.queries import published
from app.records.indicators.measures import Computed
from app.records.indicators.models import Indicator, IndicatorValue
from app.records.indicators.notation import show_number
from app.records.indicators.queries.promises import indicators
from app.records.indicators.queries.values import computed
from app.records.indicators.rules import TargetState


def promised(first: date, last: date) -> Iterator[Fact]:
    """Indicators with a target, by whether the last value of the year reached it.

    While the year is under way, what nobody has reported yet is left out.
    """
    newest = _newest(first, last)
    is_over = last == date(first.year, 12, 31)
    for one in db.session.scalars(indicators().where(Indicator.target.is_not(None))):
        value = _of_year(one, newest.get(one.id), first.year)
        if value is None and not is_over:
            continue
        number = value.number if value else None
        told = show_number(number, one.unit) if number is not None else "当年没有数据"
        yield Fact(
            measure="indicators",
            bureau_id=one.bureau_id,
            on=min(value.period_ends_on, last) if value else last,
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


def _newest(first: date, last: date) -> dict[int, IndicatorValue]:
    """By the id of an indicator, its last published value of the year."""
    statement = (
        select(IndicatorValue)
        .where(published(IndicatorValue), IndicatorValue.period_ends_on.between(first, last))
        .order_by(IndicatorValue.period_ends_on, IndicatorValue.period.desc())
    )
    return {value.indicator_id: value for value in db.session.scalars(statement)}


def _of_year(
    indicator: Indicator, reported: IndicatorValue | None, year: int
) -> IndicatorValue | Computed | None:
    """What the site computes of a year; what was reported, where that is of a later day."""
    ours = (one for one in computed(indicator) if one.span.year == year)
    counted = next(ours, None)
    if counted is None or (reported and reported.period_ends_on > counted.period_ends_on):
        return reported
    return counted
