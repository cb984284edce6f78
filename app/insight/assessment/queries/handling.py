"""Rows of the measures of handling: matters that ended, returns, items that were let go."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from app.insight.assessment.rules import Fact, Source
from app.insight.evaluation.queries.counting import ENDED
from app.kernel.db.session import db
from app.matters.complaints.matter.models.handling import ClosingCheck
from app.matters.complaints.matter.models.handovers import MatterReturn
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.outcomes import CheckState
from app.matters.complaints.matter.rules.states import ComplaintKind


def handled(first: date, last: date) -> Iterator[Fact]:
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
        yield Fact(
            measure="handled",
            bureau_id=row.bureau_id,
            on=row.closed_on,
            is_good=row.met_deadline,
            words=f"{row.kind.label}{took}，{'按期' if row.met_deadline else '超过期限'}",
            source=Source.MATTER,
            ref=row.number,
        )


def returned(first: date, last: date) -> Iterator[Fact]:
    """What bodies gave back between two days; it counts against them what they got again."""
    columns = (Matter.number, MatterReturn.from_bureau_id, MatterReturn.returned_on)
    statement = (
        select(*columns, MatterReturn.decided_bureau_id)
        .join(Matter, Matter.id == MatterReturn.matter_id)
        .where(MatterReturn.returned_on.between(first, last))
    )
    for row in _streamed(statement):
        is_kept = row.decided_bureau_id == row.from_bureau_id
        words = "待决定" if row.decided_bureau_id is None else "改由其他部门承办"
        yield Fact(
            measure="returned",
            bureau_id=row.from_bureau_id,
            on=row.returned_on,
            is_good=not is_kept,
            words=f"退回，{'裁定仍由该单位承办' if is_kept else words}",
            source=Source.MATTER,
            ref=row.number,
        )


def waived(first: date, last: date) -> Iterator[Fact]:
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
        yield Fact(
            measure="waived",
            bureau_id=row.bureau_id,
            on=row.closed_on,
            is_good=is_shown,
            words=f"{row.item.label}：{'已查证' if is_shown else '免予'}",
            source=Source.MATTER,
            ref=row.number,
        )


def _streamed(statement: Any) -> Iterator[Any]:
    yield from db.session.execute(statement.execution_options(yield_per=1000))
