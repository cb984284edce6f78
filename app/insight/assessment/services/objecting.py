"""Objections of the assessed units, within their time, and the office's answers."""

from app.insight.assessment.acts import UNIT_RULES
from app.insight.assessment.models import AssessmentObjection
from app.insight.assessment.queries.cycles import objections_of, unit_of
from app.insight.assessment.rules import Act, Verdict
from app.insight.assessment.services.noting import note
from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from app.kernel.web.templating import day_long
from app.people.models import Staff


def object_to(*, year: int, key: str, staff: Staff, measure: str, text: str) -> None:
    """Object to a measure, or without one to the whole, until the last day of the time set."""
    unit = unit_of(staff, year, key, for_update=True)
    UNIT_RULES.require(Act.OBJECT, unit, staff)
    due_on = unit.cycle.objections_due_on
    if due_on is None or clock.today() > due_on:
        raise ConflictError(f"异议期已于 {day_long(due_on)} 结束。")
    if measure and measure not in {one.code for one in unit.cycle.terms.of(unit.kind)}:
        raise InvalidInputError("没有这项考核内容。")
    if not text.strip():
        raise InvalidInputError("请写明异议的理由。")
    if any(one.measure == measure and one.verdict is None for one in objections_of(unit.id)):
        raise ConflictError("对这一项已经提出异议，正在等待答复。")
    db.session.add(
        AssessmentObjection(
            unit_id=unit.id,
            measure=measure,
            text=text.strip(),
            staff_id=staff.id,
            staff_name=staff.full_name,
            raised_at=clock.now(),
        )
    )
    note(Act.OBJECT, unit.cycle, staff, unit=unit)
    db.session.commit()


def answer(
    *, year: int, key: str, staff: Staff, objection_id: int, verdict: Verdict, text: str
) -> None:
    """Say whether an objection is well founded, and why. Points change by the facts or by hand."""
    unit = unit_of(staff, year, key, for_update=True)
    UNIT_RULES.require(Act.ANSWER, unit, staff)
    found = next((one for one in objections_of(unit.id) if one.id == objection_id), None)
    if found is None:
        raise NotFoundError
    if found.verdict is not None:
        raise ConflictError("这条异议已经答复。")
    if not text.strip():
        raise InvalidInputError("请写明答复。")
    found.verdict, found.answer = verdict, text.strip()
    found.answerer_name, found.answered_at = staff.full_name, clock.now()
    note(Act.ANSWER, unit.cycle, staff, unit=unit, text=verdict.label)
    db.session.commit()
