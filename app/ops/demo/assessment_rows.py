"""The rows from which the points of past assessments follow.

Decisions and indicators of the years before are counted from the demonstration's records. Its
matters and projects begin with the present year: of those before, the rows are invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.insight.assessment.models import AssessmentCycle, AssessmentUnit
from app.insight.assessment.queries.facts import MEASURES
from app.insight.assessment.rules import AssessmentFact, FactSource, UnitKind
from app.ops.demo.material import Demo, material

FROM_RECORDS = ("published", "withdrawn", "indicators", "rectified")
OF_PROJECTS = ("milestones", "reports")
SHOWN, REPORTED = 0.985, 0.95
"""Shares of items that were shown, and of reports that came."""


def rows_of(demo: Demo, cycle: AssessmentCycle) -> Iterator[AssessmentFact]:
    """All rows of a past year: those that there are, and invented ones."""
    for code in FROM_RECORDS:
        yield from MEASURES[code](date(cycle.year, 1, 1), date(cycle.year, 12, 31))
    invented = InventedRows(demo, cycle.year)
    for unit in cycle.units:
        yield from invented.rows_of(unit)


@dataclass(frozen=True)
class InventedRows:
    """Rows of matters and projects of a year."""

    demo: Demo
    year: int

    def rows_of(self, unit: AssessmentUnit) -> Iterator[AssessmentFact]:
        """Some of each."""
        rng = self.demo.rng
        yield from self._matters(unit, rng.randrange(2, 50), rng.uniform(0.84, 1))
        yield from self._steps(unit, rng.randrange(0, 9), rng.uniform(0.6, 1))

    def _matters(self, unit: AssessmentUnit, number: int, share: float) -> Iterator[AssessmentFact]:
        for _ in range(number):
            is_good = self.demo.rng.random() < share
            days = self.demo.rng.randrange(5, 40) + (0 if is_good else 30)
            words = f"举报，用时 {days} 个工作日，{'按期' if is_good else '超过期限'}"
            yield self._fact(unit, "handled", is_good=is_good, words=words)
            is_shown = self.demo.rng.random() < SHOWN
            words = "已查证" if is_shown else "免予"
            yield self._fact(unit, "waived", is_good=is_shown, words=words)
        if number % 4 == 0:
            words = "退回，裁定仍由该单位承办"
            yield self._fact(unit, "returned", is_good=False, words=words)

    def _steps(self, unit: AssessmentUnit, number: int, share: float) -> Iterator[AssessmentFact]:
        for place in range(number):
            is_good = self.demo.rng.random() < share
            title = material("assessment")["steps"][place % 5]
            words = f"{title}，{'按期完成' if is_good else '迟 12 天完成'}"
            yield self._fact(unit, "milestones", is_good=is_good, words=words)
            if unit.kind is UnitKind.BODY:
                is_reported = self.demo.rng.random() < REPORTED
                words = f"{place + 1} 月报告，{'按期报送' if is_reported else '没有报送'}"
                yield self._fact(unit, "reports", is_good=is_reported, words=words)

    def _fact(
        self, unit: AssessmentUnit, measure: str, *, is_good: bool, words: str
    ) -> AssessmentFact:
        source = FactSource.PROJECT if measure in OF_PROJECTS else FactSource.MATTER
        on = date(self.year, 1, 1) + timedelta(days=self.demo.rng.randrange(365))
        return AssessmentFact(
            measure=measure,
            bureau_id=unit.bureau_id,
            district_code=unit.district_code,
            on=on,
            is_good=is_good,
            words=words,
            source=source,
            ref=f"ZD{self.year}-{unit.position + 1:03d}" if source is FactSource.PROJECT else "",
        )
