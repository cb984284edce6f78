"""The rows that each measure counts: of handling, of publication, of results.

A line of the formula names one of ``MEASURES``.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from app.insight.assessment.models import AssessmentFinding, AssessmentUnit
from app.insight.assessment.queries import projects
from app.insight.assessment.rules import AssessmentFact, FactSource, finding_state
from app.insight.evaluation.queries.counting import ENDED
from app.insight.evaluation.queries.disclosed import KINDS, limit_of
from app.insight.evaluation.queries.scoring import NO_LONGER_DRAFTS
from app.kernel import clock
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.kernel.working_days import numbered
from app.matters.complaints.matter.models.handling import ClosingCheck
from app.matters.complaints.matter.models.handovers import MatterReturn
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.outcomes import CheckState
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.publishing.life.models import Withdrawal
from app.publishing.life.queries import published
from app.publishing.life.rules import WithdrawalState
from app.records.indicators.measures import Computed
from app.records.indicators.models import Indicator, IndicatorValue
from app.records.indicators.notation import show_number
from app.records.indicators.queries.promises import indicators
from app.records.indicators.queries.values import computed
from app.records.indicators.rules import TargetState


def handled(first: date, last: date) -> Iterator[AssessmentFact]:
    """Matters that ended between two days, by whether each step kept its time."""
    columns = (Matter.number, Matter.bureau_id, Matter.kind, Matter.closed_on, Matter.met_deadline)
    statement = select(*columns, Matter.working_days_taken).where(
        Matter.status.in_(ENDED),
        Matter.met_deadline.is_not(None),
        Matter.closed_on.between(first, last),
    )
    for row in _streamed(statement):
        days = row.working_days_taken
        took = f"，用时 {days} 个工作日" if days is not None else ""
        yield AssessmentFact(
            measure="handled",
            bureau_id=row.bureau_id,
            on=row.closed_on,
            is_good=row.met_deadline,
            words=f"{row.kind.label}{took}，{'按期' if row.met_deadline else '超过期限'}",
            source=FactSource.MATTER,
            ref=row.number,
        )


def returned(first: date, last: date) -> Iterator[AssessmentFact]:
    """What bodies gave back between two days; it counts against them what they got again."""
    columns = (Matter.number, MatterReturn.from_bureau_id, MatterReturn.returned_on)
    statement = (
        select(*columns, MatterReturn.decided_bureau_id)
        .join(Matter, Matter.id == MatterReturn.matter_id)
        .where(MatterReturn.returned_on.between(first, last))
    )
    for row in _streamed(statement):
        stays_with_unit = row.decided_bureau_id == row.from_bureau_id
        words = "待决定" if row.decided_bureau_id is None else "改由其他部门承办"
        yield AssessmentFact(
            measure="returned",
            bureau_id=row.from_bureau_id,
            on=row.returned_on,
            is_good=not stays_with_unit,
            words=f"退回，{'裁定仍由该单位承办' if stays_with_unit else words}",
            source=FactSource.MATTER,
            ref=row.number,
        )


def waived(first: date, last: date) -> Iterator[AssessmentFact]:
    """Items of 四不放过 of reports that ended between two days, by whether they were shown."""
    statement = (
        select(Matter.number, Matter.bureau_id, Matter.closed_on)
        .add_columns(ClosingCheck.item, ClosingCheck.state)
        .join(ClosingCheck, ClosingCheck.matter_id == Matter.id)
        .where(
            Matter.kind == ComplaintKind.VIOLATION_REPORT,
            Matter.status.in_(ENDED),
            Matter.closed_on.between(first, last),
            ClosingCheck.state.in_((CheckState.SHOWN, CheckState.WAIVED)),
        )
    )
    for row in _streamed(statement):
        is_shown = row.state is CheckState.SHOWN
        yield AssessmentFact(
            measure="waived",
            bureau_id=row.bureau_id,
            on=row.closed_on,
            is_good=is_shown,
            words=f"{row.item.label}：{'已查证' if is_shown else '免予'}",
            source=FactSource.MATTER,
            ref=row.number,
        )


def _streamed(statement: Any) -> Iterator[Any]:
    yield from db.session.execute(statement.execution_options(yield_per=1000))


SOURCES = {kind.value: FactSource(kind.value) for kind in KINDS}


def published_in_time(first: date, last: date) -> Iterator[AssessmentFact]:
    """Decisions between two days that were ever public, by whether that was in time (双公示).

    The party is named nowhere: most of these records leave the site, and have a right to.
    """
    numbers = numbered(first, clock.today(), city_calendar())
    for kind in KINDS:
        model = kind.model
        columns = (model.id, model.deciding_bureau_id, model.decided_on, model.published_on)
        statement = select(*columns).where(
            model.status.in_(NO_LONGER_DRAFTS),
            model.published_on <= clock.today(),
            model.decided_on.between(first, last),
        )
        for row in db.session.execute(statement.execution_options(yield_per=1000)):
            limit = limit_of(kind.value, row.decided_on)
            if limit is None:
                continue
            is_later = row.published_on > row.decided_on
            days = numbers[row.published_on] - numbers[row.decided_on] if is_later else 0
            yield AssessmentFact(
                measure="published",
                bureau_id=row.deciding_bureau_id,
                on=row.decided_on,
                is_good=days <= limit,
                words=f"{kind.label}决定，第 {days} 个工作日公示，期限 {limit} 个工作日",
                source=SOURCES[kind.value],
                ref=str(row.id),
            )


def withdrawn_in_time(first: date, last: date) -> Iterator[AssessmentFact]:
    """Records whose decision was revoked or changed between two days, by when they left."""
    for kind in KINDS:
        model = kind.model
        statement = (
            select(Withdrawal, model.deciding_bureau_id)
            .join(model, model.id == Withdrawal.record_id)
            .where(
                Withdrawal.kind == model.__tablename__,
                Withdrawal.state != WithdrawalState.REFUSED,
                Withdrawal.revoked_on.between(first, last),
            )
        )
        for withdrawal, bureau_id in db.session.execute(statement):
            left = withdrawal.withdrawn_at
            words = f"{clock.city_date(left):%Y-%m-%d} 撤下" if left else "还没有撤下"
            yield AssessmentFact(
                measure="withdrawn",
                bureau_id=bureau_id,
                on=withdrawal.revoked_on,
                is_good=not withdrawal.is_late,
                words=f"{kind.label}，应在 {withdrawal.due_on} 前撤下，{words}",
                source=SOURCES[kind.value],
                ref=str(withdrawal.record_id),
            )


def promised(first: date, last: date) -> Iterator[AssessmentFact]:
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
        result = show_number(number, one.unit) if number is not None else "当年没有数据"
        yield AssessmentFact(
            measure="indicators",
            bureau_id=one.bureau_id,
            on=min(value.period_ends_on, last) if value else last,
            is_good=one.state(number) is TargetState.MET,
            words=f"{one.name}：目标 {one.target_words}，{result}",
            source=FactSource.INDICATOR,
            ref=one.code,
        )


def rectified(first: date, last: date) -> Iterator[AssessmentFact]:
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
        yield AssessmentFact(
            measure="rectified",
            bureau_id=bureau_id,
            district_code=district_code,
            on=finding.rectify_by or finding.found_on,
            is_good=state.is_good,
            words=f"{finding.demand[:200]}，应在 {finding.rectify_by} 前，{state.label}",
            source=FactSource.FINDING,
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


Gather = Callable[[date, date], Iterator[AssessmentFact]]
"""From the first and last day that count to the rows, of all bodies and districts."""

MEASURES: dict[str, Gather] = {
    "handled": handled,
    "returned": returned,
    "waived": waived,
    "published": published_in_time,
    "withdrawn": withdrawn_in_time,
    "milestones": projects.milestones,
    "reports": projects.reports,
    "indicators": promised,
    "rectified": rectified,
}
