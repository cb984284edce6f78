"""Everybody who has a part in an assessment, and a year's assessment in any of its states."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import time_machine
from sqlalchemy import select

from app.insight.assessment.formula import Formula, due_dates, formula_data
from app.insight.assessment.models import AssessmentCycle, AssessmentTask, AssessmentUnit
from app.insight.assessment.rules import CycleStatus, UnitKind
from app.insight.assessment.services.counting import count
from app.insight.assessment.services.cycle import assess, end_inspection, hear, propose, publish
from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.working_days import Calendar
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import MatterStatus
from app.people.models import Bureau, Staff
from app.people.rules import Role
from tests.support.complaint_factories import make_matter
from tests.support.factories import (
    Record,
    add,
    make_bureau,
    make_coordination_office,
    make_milestone,
    make_project,
    make_staff,
)
from tests.support.pages import Page, PageClient

YEAR = 2025
IN_SPRING = date(YEAR, 4, 15)
DESK = "/admin/assessment"


@dataclass
class AssessmentOffice:
    """Two of the coordination office, and the people of one assessed body."""

    bureau: Bureau
    first: Staff
    second: Staff
    head: Staff
    handler: Staff


def make_assessment_office(bureau: Bureau | None = None) -> AssessmentOffice:
    """All of them."""
    bureau, office = bureau or make_bureau(name="试验市质量管理局"), make_coordination_office()
    return AssessmentOffice(
        bureau=bureau,
        first=make_staff(Role.COORDINATOR, bureau=office),
        second=make_staff(Role.COORDINATOR, bureau=office),
        head=make_staff(Role.HEAD, bureau=bureau),
        handler=make_staff(Role.HANDLER, bureau=bureau),
    )


def make_cycle(*bodies: Bureau, year: int = YEAR, **changes: Any) -> AssessmentCycle:
    """A cycle whose tasks have been issued, with these bodies and the district 330304."""
    data = formula_data(year) or {}
    due = due_dates(year, Formula.parse(data), Calendar.of({}))
    defaults: dict[str, Any] = {
        "year": year,
        "status": CycleStatus.ISSUED,
        "formula": data,
        "issue_due_on": due["issue"],
        "inspect_due_on": due["inspect"],
        "assess_due_on": due["assess"],
        "issued_on": date(year, 2, 20),
    }
    cycle = AssessmentCycle(**{**defaults, **changes})
    units = [
        AssessmentUnit(kind=UnitKind.BODY, key=body.code, name=body.name, bureau_id=body.id)
        for body in bodies
    ]
    units.append(
        AssessmentUnit(kind=UnitKind.DISTRICT, key="330304", name="瓯海区", district_code="330304")
    )
    for position, unit in enumerate(units):
        unit.position = position
    cycle.units = units
    cycle.tasks = [AssessmentTask(text="公布本年度质量提升计划。", due_on=date(year, 3, 31))]
    return add(cycle)


def closed(bureau: Bureau, *, in_time: bool = True, on: date = IN_SPRING) -> Matter:
    """A report that ended in the year, in time or late."""
    return make_matter(
        bureau=bureau,
        status=MatterStatus.CLOSED,
        outcome=MatterOutcome.CASE_FILED,
        closed_on=on,
        working_days_taken=9,
        met_deadline=in_time,
        due_on=None,
    )


def unit_of(cycle: AssessmentCycle, body: Bureau | None = None) -> AssessmentUnit:
    """The unit of a body, or the district."""
    key = body.code if body else "330304"
    return next(unit for unit in cycle.units if unit.key == key)


def counted(cycle: AssessmentCycle, status: CycleStatus) -> AssessmentCycle:
    """The cycle after it was counted, standing so, whatever came between."""
    count(cycle)
    today = clock.today()
    cycle.status, cycle.inspected_on, cycle.assessed_on = status, today, today
    if status in {CycleStatus.OBJECTIONS, CycleStatus.READY, CycleStatus.PUBLISHED}:
        cycle.objections_due_on = today
    if status is CycleStatus.PUBLISHED:
        cycle.published_on = today
    db.session.flush()
    return cycle


def make_assessments(bureau: Bureau) -> dict[str, Any]:
    """A published assessment of the last year, with a row behind one of its numbers."""
    year = clock.today().year - 1
    cycle = make_cycle(bureau, year=year)
    project = make_project(lead_bureau_id=bureau.id, starts_on=date(year, 1, 5))
    make_milestone(project, planned_on=date(year, 6, 30), actual_on=date(year, 7, 4))
    counted(cycle, CycleStatus.PUBLISHED)
    return {"assessed": bureau.code, "assessed_year": year}


def go_on_to_publication(
    office: AssessmentOffice, traveller: time_machine.Traveller, year: int = YEAR
) -> None:
    """From the end of the inspection through all steps, each on a day on which it can be done."""
    traveller.move_to(clock.day_start(date(year, 7, 30)))
    end_inspection(year=year, staff=office.first)
    traveller.move_to(clock.day_start(date(year + 1, 2, 10)))
    assess(year=year, staff=office.first)
    hear(year=year, staff=office.first)
    traveller.move_to(clock.day_start(date(year + 1, 4, 10)))
    propose(year=year, staff=office.first)
    publish(year=year, staff=office.second)


def desk_of(office: AssessmentOffice, year: int = YEAR) -> str:
    """Where the desk has the page of the office's body."""
    return f"{DESK}/{year}/units/{office.bureau.code}"


def send(client: PageClient, path: str, fields: dict[str, Any], *, page: str | None = None) -> Page:
    """Fill in the form that leads to ``path``, on the page of the unit unless another is given."""
    unit = "/".join(path.split("/")[:6])
    return client.post_form(page or unit, fields, action=path)


def last(model: type[Record]) -> Record:
    """The newest row of a table."""
    newest: Record = db.session.scalars(select(model).order_by(model.id.desc())).first()  # type: ignore[attr-defined,assignment]
    return newest
