"""What the public pages show: years, the table of a year, a unit, and the rows behind a number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.insight.assessment.formula import Formula, Measure
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
from app.insight.assessment.queries.cycles import (
    findings_of,
    marks_of,
    objections_of,
    scores_of,
)
from app.insight.assessment.rules import CycleStatus, FactSource, MarkStatus
from app.kernel.db.paging import Page, paginate
from app.kernel.db.session import db, only
from app.kernel.errors import NotFoundError
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.queries import visible_to
from app.people.models import Staff
from app.publishing.life.queries import published
from app.records.cases.models import Case
from app.records.credit.models import CreditEntry
from app.records.licences.models import AdministrativeLicence
from app.records.projects.models import KeyProject

RECORDS: Mapping[FactSource, Any] = {
    FactSource.CASE: Case,
    FactSource.LICENCE: AdministrativeLicence,
    FactSource.ENTRY: CreditEntry,
}

_RANKS = (
    AssessmentUnit.kind.desc(),
    AssessmentUnit.place.is_(None),
    AssessmentUnit.place,
    AssessmentUnit.position,
)


@dataclass(frozen=True)
class MeasureLine:
    """A measure of a unit beside what was counted of it, now and the year before."""

    measure: Measure
    score: AssessmentScore | None
    before: AssessmentScore | None = None

    @property
    def points(self) -> int | None:
        """Hundredths; None where nothing was counted."""
        return self.score.points if self.score else None


@dataclass(frozen=True)
class UnitPage:
    """A unit with all that its page shows."""

    cycle: AssessmentCycle
    formula: Formula
    unit: AssessmentUnit
    lines: Sequence[MeasureLine]
    before: AssessmentUnit | None
    findings: Sequence[AssessmentFinding]
    marks: Sequence[AssessmentMark]
    objections: Sequence[AssessmentObjection]
    tasks: Sequence[AssessmentTask]

    @property
    def signed(self) -> list[AssessmentMark]:
        """The points by hand that count."""
        return [mark for mark in self.marks if mark.status is MarkStatus.SIGNED]


def issued_cycles() -> Sequence[AssessmentCycle]:
    """The cycles whose tasks have been issued, the newest first."""
    statement = select(AssessmentCycle).where(AssessmentCycle.status != CycleStatus.DRAFT)
    return db.session.scalars(statement.order_by(AssessmentCycle.year.desc())).all()


def issued_cycle(year: int) -> AssessmentCycle:
    """One of these; NotFoundError for any other year."""
    statement = select(AssessmentCycle).where(
        AssessmentCycle.year == year, AssessmentCycle.status != CycleStatus.DRAFT
    )
    return only(statement)


def ranked(cycle_id: int) -> Sequence[AssessmentUnit]:
    """The units of a cycle: districts, then bodies, the best first, those without a place last."""
    statement = select(AssessmentUnit).where(AssessmentUnit.cycle_id == cycle_id)
    return db.session.scalars(statement.order_by(*_RANKS)).all()


def all_ranked() -> Iterator[AssessmentUnit]:
    """The units of all published cycles, the newest first, for a file."""
    statement = (
        select(AssessmentUnit)
        .join(AssessmentUnit.cycle)
        .where(AssessmentCycle.status == CycleStatus.PUBLISHED)
        .options(contains_eager(AssessmentUnit.cycle))
        .order_by(AssessmentCycle.year.desc(), *_RANKS)
    )
    yield from db.session.scalars(statement.execution_options(yield_per=500))


def _published_units(year: int) -> Select[AssessmentUnit]:
    return (
        select(AssessmentUnit)
        .join(AssessmentUnit.cycle)
        .where(AssessmentCycle.year == year, AssessmentCycle.status == CycleStatus.PUBLISHED)
    )


def totals_before(year: int) -> dict[str, AssessmentUnit]:
    """The units of the year before by their keys, if it was published."""
    return {unit.key: unit for unit in db.session.scalars(_published_units(year - 1))}


def tasks_of(cycle_id: int, unit_id: int | None = None) -> Sequence[AssessmentTask]:
    """The tasks of a cycle: all, or those that a unit has, with those for everybody."""
    statement = (
        select(AssessmentTask)
        .where(AssessmentTask.cycle_id == cycle_id)
        .options(joinedload(AssessmentTask.unit))
        .order_by(AssessmentTask.id)
    )
    if unit_id is not None:
        mine = or_(AssessmentTask.unit_id == unit_id, AssessmentTask.unit_id.is_(None))
        statement = statement.where(mine)
    return db.session.scalars(statement).all()


def public_unit(year: int, key: str) -> AssessmentUnit:
    """A unit of a published cycle; NotFoundError for any other."""
    statement = _published_units(year).where(AssessmentUnit.key == key)
    return only(statement.options(joinedload(AssessmentUnit.cycle)))


def unit_page(unit: AssessmentUnit) -> UnitPage:
    """All of a unit, in a fixed number of statements."""
    cycle = unit.cycle
    earlier = _published_units(cycle.year - 1).where(AssessmentUnit.key == unit.key)
    before = db.session.scalars(earlier).one_or_none()
    old_id = before.id if before else 0
    scores = scores_of(unit.id, old_id)
    formula = cycle.terms
    return UnitPage(
        cycle=cycle,
        formula=formula,
        unit=unit,
        lines=[
            MeasureLine(
                measure, scores.get((unit.id, measure.code)), scores.get((old_id, measure.code))
            )
            for measure in formula.of(unit.kind)
        ],
        before=before,
        findings=findings_of(unit.id),
        marks=marks_of(unit.id),
        objections=objections_of(unit.id),
        tasks=tasks_of(cycle.id, unit.id),
    )


def with_evidence(page: UnitPage) -> UnitPage:
    """The same with the evidence of all points by hand, in one statement."""
    marks = [mark.id for mark in page.marks]
    loaded = select(AssessmentMark).where(AssessmentMark.id.in_(marks))
    if marks:
        db.session.scalars(loaded.options(selectinload(AssessmentMark.files))).all()
    return page


def evidence_of(page: UnitPage, upload_id: str) -> AssessmentFile:
    """A file of the points by hand that ``page`` shows; NotFoundError for any other."""
    for mark in page.marks:
        for file in mark.files:
            if file.upload_id == upload_id:
                return file
    raise NotFoundError


def line_of(unit: AssessmentUnit, code: str) -> MeasureLine:
    """One measure of a unit with its score; NotFoundError where it was not counted."""
    measure, score = unit.cycle.terms.measure(code), scores_of(unit.id).get((unit.id, code))
    if measure is None or score is None:
        raise NotFoundError
    return MeasureLine(measure, score)


def rows_page(score: AssessmentScore, *, page: int) -> Page[AssessmentRow]:
    """A page of the rows behind a number, those that cost points first."""
    return paginate(_rows(score), page=page)


def all_rows(score: AssessmentScore) -> Iterator[AssessmentRow]:
    """All of them, for a file."""
    yield from db.session.scalars(_rows(score).execution_options(yield_per=500))


def public_records(rows: Sequence[AssessmentRow]) -> dict[tuple[FactSource, str], bool]:
    """Which of the rows' records everybody can look at today; one statement for each kind."""
    found: dict[tuple[FactSource, str], bool] = {}
    for source in {row.source for row in rows}:
        refs = [row.ref for row in rows if row.source is source]
        if source in RECORDS:
            model = RECORDS[source]
            shown = select(model.id).where(model.id.in_([int(ref) for ref in refs]))
        elif source is FactSource.PROJECT:
            model = KeyProject
            shown = select(model.code).where(model.code.in_(refs))
        else:
            continue
        keys = db.session.scalars(shown.where(published(model)))
        found.update({(source, str(key)): True for key in keys})
    return found


def visible_matters(staff: Staff, rows: Sequence[AssessmentRow]) -> set[str]:
    """The numbers of the rows' matters that a person may see."""
    refs = [row.ref for row in rows if row.source is FactSource.MATTER]
    if not refs:
        return set()
    statement = select(Matter.number).where(Matter.number.in_(refs), visible_to(staff))
    return set(db.session.scalars(statement))


def _rows(score: AssessmentScore) -> Select[AssessmentRow]:
    return (
        select(AssessmentRow)
        .where(AssessmentRow.score_id == score.id)
        .order_by(AssessmentRow.is_good, AssessmentRow.on.desc(), AssessmentRow.id)
    )
