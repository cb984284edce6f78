"""Counting a cycle once more from its own rows and its own formula: do they give its points?"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from app.insight.assessment.models import (
    AssessmentCycle,
    AssessmentRow,
    AssessmentScore,
    AssessmentUnit,
)
from app.insight.assessment.rules import Measure
from app.kernel.db.session import db


@dataclass(frozen=True)
class Recounted:
    """A measure of a unit as it was kept, and as its rows have it."""

    unit: str
    measure: Measure | None
    kept: int | None
    good: int
    total: int

    @property
    def points(self) -> int | None:
        """Hundredths by the rows; None where they are too few, or the formula has no such line."""
        return self.measure.points(self.good, self.total) if self.measure else None

    @property
    def agrees(self) -> bool:
        """Whether the rows give the points that were kept."""
        return self.measure is not None and self.points == self.kept


def recount(cycle: AssessmentCycle) -> Sequence[Recounted]:
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
        Recounted(row.name, formula.measure(row.measure), row.points, int(row.good), row.total)
        for row in db.session.execute(statement)
    ]
