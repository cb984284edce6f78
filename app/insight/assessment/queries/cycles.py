"""Cycles as the office and the assessed units see them, who can be assessed, and the recount."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.insight.assessment.formula import Measure
from app.insight.assessment.models import (
    AssessmentCycle,
    AssessmentFile,
    AssessmentFinding,
    AssessmentMark,
    AssessmentObjection,
    AssessmentRow,
    AssessmentScore,
    AssessmentTask,
    AssessmentUnit,
)
from app.insight.assessment.rules import CycleStatus, MarkStatus, UnitKind
from app.kernel.db.session import db, only
from app.people.models import Bureau, District, Staff
from app.people.rules import BureauLevel, Role

COLLECTIVE = "county-governments"
"""A body of the policy that stands for all districts, which are assessed themselves."""


@dataclass(frozen=True)
class UnitCandidate:
    """A district or body that a cycle could assess."""

    kind: UnitKind
    key: str
    name: str
    bureau_id: int | None = None
    district_code: str | None = None


def cycles() -> Sequence[AssessmentCycle]:
    """All cycles, the newest first."""
    return db.session.scalars(select(AssessmentCycle).order_by(AssessmentCycle.year.desc())).all()


def cycle_of(year: int, *, for_update: bool = False) -> AssessmentCycle:
    """The cycle of a year; NotFoundError where there is none."""
    statement = select(AssessmentCycle).where(AssessmentCycle.year == year)
    if for_update:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return only(statement)


def cycle_with_all(year: int) -> AssessmentCycle:
    """The cycle with units, tasks and history; NotFoundError where there is none."""
    statement = (
        select(AssessmentCycle)
        .where(AssessmentCycle.year == year)
        .options(
            selectinload(AssessmentCycle.units),
            selectinload(AssessmentCycle.tasks).joinedload(AssessmentTask.unit),
            selectinload(AssessmentCycle.events),
        )
    )
    return only(statement)


def candidates(year: int) -> list[UnitCandidate]:
    """Districts, and bodies of the city in office on the last day of the year."""
    last = date(year, 12, 31)
    districts = db.session.scalars(select(District).order_by(District.position))
    bodies = db.session.scalars(
        select(Bureau)
        .where(
            Bureau.level == BureauLevel.CITY,
            Bureau.valid_from <= last,
            or_(Bureau.valid_until.is_(None), Bureau.valid_until >= last),
            ~Bureau.is_coordination_office,
            Bureau.code != COLLECTIVE,
        )
        .order_by(Bureau.id)
    )
    return [
        *(
            UnitCandidate(UnitKind.DISTRICT, one.code, one.name, None, one.code)
            for one in districts
        ),
        *(UnitCandidate(UnitKind.BODY, one.code, one.name, one.id) for one in bodies),
    ]


def bodies_of(cycle: AssessmentCycle) -> list[tuple[int, str]]:
    """Each assessed body in office, and each of an assessed district, with its unit's name."""
    names = {unit.bureau_id: unit.name for unit in cycle.units if unit.bureau_id}
    districts = {unit.district_code: unit.name for unit in cycle.units if unit.district_code}
    local = select(Bureau.id, Bureau.district_code).where(
        Bureau.district_code.in_(districts), Bureau.valid_until.is_(None)
    )
    found = [(row.id, districts[row.district_code]) for row in db.session.execute(local)]
    return [*((key, name) for key, name in names.items() if key), *found]


def own_units(staff: Staff) -> Sequence[AssessmentUnit]:
    """The units to which a person belongs, once their tasks have been issued; newest first."""
    statement = (
        select(AssessmentUnit)
        .join(AssessmentUnit.cycle)
        .where(_is_own(staff), AssessmentCycle.status != CycleStatus.DRAFT)
        .options(joinedload(AssessmentUnit.cycle))
        .order_by(AssessmentCycle.year.desc())
    )
    return db.session.scalars(statement).all()


def unit_of(staff: Staff, year: int, key: str, *, for_update: bool = False) -> AssessmentUnit:
    """A unit: any for the office, else one's own once issued; NotFoundError for all others."""
    statement = (
        select(AssessmentUnit)
        .join(AssessmentUnit.cycle)
        .where(AssessmentCycle.year == year, AssessmentUnit.key == key)
        .options(joinedload(AssessmentUnit.cycle))
    )
    if not staff.has_role(Role.COORDINATOR):
        statement = statement.where(_is_own(staff), AssessmentCycle.status != CycleStatus.DRAFT)
    if for_update:
        statement = statement.with_for_update(of=[AssessmentUnit, AssessmentCycle])
        statement = statement.execution_options(populate_existing=True)
    return only(statement)


def _is_own(staff: Staff) -> ColumnElement[bool]:
    """Of one's own body, or of the district of one's body."""
    of_body = AssessmentUnit.bureau_id == staff.bureau_id
    code = staff.bureau.district_code
    return of_body if code is None else or_(of_body, AssessmentUnit.district_code == code)


def scores_of(*unit_ids: int) -> dict[tuple[int, str], AssessmentScore]:
    """What was counted of units, by unit and measure."""
    found = select(AssessmentScore).where(AssessmentScore.unit_id.in_(unit_ids))
    return {(score.unit_id, score.measure): score for score in db.session.scalars(found)}


def findings_of(unit_id: int) -> Sequence[AssessmentFinding]:
    """What the inspection found at a unit."""
    return _of_unit(AssessmentFinding, unit_id)


def marks_of(unit_id: int) -> Sequence[AssessmentMark]:
    """Points by hand for a unit; their evidence is read when it is asked for."""
    return _of_unit(AssessmentMark, unit_id)


def objections_of(unit_id: int) -> Sequence[AssessmentObjection]:
    """What a unit objected to."""
    return _of_unit(AssessmentObjection, unit_id)


def waiting_marks(cycle_id: int) -> Sequence[AssessmentMark]:
    """Points by hand that nobody has signed or refused yet."""
    return _waiting(AssessmentMark, AssessmentMark.status == MarkStatus.PROPOSED, cycle_id)


def waiting_objections(cycle_id: int) -> Sequence[AssessmentObjection]:
    """Objections without an answer."""
    return _waiting(AssessmentObjection, AssessmentObjection.verdict.is_(None), cycle_id)


def findings_of_cycle(cycle_id: int) -> Sequence[AssessmentFinding]:
    """All findings of a cycle, by unit."""
    return _waiting(AssessmentFinding, AssessmentFinding.id.is_not(None), cycle_id)


def signed_points(cycle_id: int) -> dict[int, list[int]]:
    """By unit the points by hand that two people have signed, in hundredths."""
    statement = (
        select(AssessmentMark.unit_id, AssessmentMark.points)
        .join(AssessmentMark.unit)
        .where(AssessmentUnit.cycle_id == cycle_id, AssessmentMark.status == MarkStatus.SIGNED)
    )
    found: dict[int, list[int]] = {}
    for row in db.session.execute(statement):
        found.setdefault(row.unit_id, []).append(row.points)
    return found


def scores_of_cycle(cycle_id: int) -> Sequence[AssessmentScore]:
    """What was counted of all units."""
    statement = select(AssessmentScore).join(AssessmentScore.unit)
    return db.session.scalars(statement.where(AssessmentUnit.cycle_id == cycle_id)).all()


def uninspected(cycle_id: int) -> Sequence[str]:
    """The names of the units of which the inspection has recorded nothing."""
    inspected = select(AssessmentFinding.unit_id)
    statement = (
        select(AssessmentUnit.name)
        .where(AssessmentUnit.cycle_id == cycle_id, AssessmentUnit.id.not_in(inspected))
        .order_by(AssessmentUnit.position)
    )
    return db.session.scalars(statement).all()


def _of_unit(model: Any, unit_id: int) -> Sequence[Any]:
    return db.session.scalars(
        select(model).where(model.unit_id == unit_id).order_by(model.id)
    ).all()


def _waiting(model: Any, condition: ColumnElement[bool], cycle_id: int) -> Sequence[Any]:
    """Rows about units of a cycle, with their unit, in its order."""
    statement = (
        select(model)
        .join(model.unit)
        .where(AssessmentUnit.cycle_id == cycle_id, condition)
        .options(contains_eager(model.unit))
        .order_by(AssessmentUnit.position, model.id)
    )
    return db.session.scalars(statement).all()


def evidence_files() -> set[str]:
    """The ids of all stored files that a row remembers."""
    return set(db.session.scalars(select(AssessmentFile.upload_id)))


@dataclass(frozen=True)
class RecountedMeasure:
    """A measure of a unit: the hundredths that were kept, and as its rows have it."""

    unit: str
    measure: Measure | None
    stored_points: int | None
    good: int
    total: int

    @property
    def points(self) -> int | None:
        """Hundredths by the rows; None where they are too few, or the formula has no such line."""
        return self.measure.points(self.good, self.total) if self.measure else None

    @property
    def agrees(self) -> bool:
        """Whether the rows give the points that were kept."""
        return self.measure is not None and self.points == self.stored_points


def recount(cycle: AssessmentCycle) -> Sequence[RecountedMeasure]:
    """Every measure of every unit, from one statement."""
    formula = cycle.terms
    good = func.coalesce(func.sum(case((AssessmentRow.is_good, 1), else_=0)), 0)
    columns = (AssessmentUnit.name, AssessmentScore.measure, AssessmentScore.points)
    statement = (
        select(*columns, good.label("good"), func.count(AssessmentRow.id).label("total"))
        .join(AssessmentScore, AssessmentScore.unit_id == AssessmentUnit.id)
        .outerjoin(AssessmentRow, AssessmentRow.score_id == AssessmentScore.id)
        .where(AssessmentUnit.cycle_id == cycle.id)
        .group_by(AssessmentUnit.id, AssessmentScore.id, *columns)
        .order_by(AssessmentUnit.id, AssessmentScore.id)
    )
    return [
        RecountedMeasure(
            row.name, formula.measure(row.measure), row.points, int(row.good), row.total
        )
        for row in db.session.execute(statement)
    ]
