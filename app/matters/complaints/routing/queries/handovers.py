"""By when the coordination office decides who leads a matter: a clock of its own."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select

from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.matters.complaints.clocks.periods import due_date
from app.matters.complaints.matter.models.clocks import DeadlineRule
from app.matters.complaints.matter.models.handovers import AssistTask, MatterReturn
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.states import (
    ComplaintKind,
    DayUnit,
    MatterStatus,
    MatterStep,
)

WORKING_DAYS = 1
"""Where no rule of the day says otherwise."""


def date_to_decide(kind: ComplaintKind, start: date) -> date:
    """The last day on which the office decides in time what reached it on ``start``."""
    return _due(kind, start, _rules())


def decisions_due(matters: Iterable[Matter]) -> dict[int, date]:
    """By the id of each matter that waits for the office's decision, when that is due.

    Two statements, however many matters there are.
    """
    waiting = [matter for matter in matters if matter.status is MatterStatus.ROUTING]
    if not waiting:
        return {}
    returned = _returned([matter.id for matter in waiting])
    rules = _rules()
    return {
        matter.id: returned.get(matter.id) or _due(matter.kind, matter.received_on, rules)
        for matter in waiting
    }


def reports_due(bureau_id: int, matters: Iterable[Matter]) -> dict[int, date]:
    """By the id of each matter, when the body owes the lead its next report; one statement."""
    rows = db.session.execute(
        select(AssistTask.matter_id, func.min(AssistTask.due_on))
        .where(
            AssistTask.bureau_id == bureau_id,
            AssistTask.matter_id.in_([matter.id for matter in matters]),
            AssistTask.reported_on.is_(None),
            AssistTask.ended_on.is_(None),
        )
        .group_by(AssistTask.matter_id)
    )
    return {row[0]: row[1] for row in rows}


def _returned(matter_ids: list[int]) -> dict[int, date]:
    statement = select(MatterReturn.matter_id, MatterReturn.due_on).where(
        MatterReturn.matter_id.in_(matter_ids), MatterReturn.decided_on.is_(None)
    )
    return {row.matter_id: row.due_on for row in db.session.execute(statement)}


def _rules() -> Sequence[DeadlineRule]:
    """The rules for this clock, the newest first."""
    statement = select(DeadlineRule).where(DeadlineRule.step == MatterStep.ROUTE)
    return db.session.scalars(statement.order_by(DeadlineRule.valid_from.desc())).all()


def _due(kind: ComplaintKind, start: date, rules: Sequence[DeadlineRule]) -> date:
    for rule in rules:
        is_in_force = rule.valid_from <= start <= (rule.valid_until or start)
        if rule.kind is kind and is_in_force:
            return due_date(start, rule.days, rule.unit, city_calendar())
    return due_date(start, WORKING_DAYS, DayUnit.WORKING, city_calendar())
