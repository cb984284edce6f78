"""Two published assessments, one under way, the draft of the next year's plan, and older ones
that stopped halfway, so that every state can be seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.insight.assessment.formula import Formula, due_dates, formula_data
from app.insight.assessment.models import (
    AssessmentCycle,
    AssessmentEvent,
    AssessmentFile,
    AssessmentFinding,
    AssessmentMark,
    AssessmentObjection,
    AssessmentTask,
    AssessmentUnit,
)
from app.insight.assessment.queries.cycles import candidates
from app.insight.assessment.rules import AssessmentAct, CycleStatus, MarkStatus, ObjectionVerdict
from app.insight.assessment.services.counting import count, keep
from app.kernel.db.session import db
from app.kernel.files.uploads import store
from app.kernel.working_days import add_working_days
from app.ops.demo.assessment_rows import rows_of
from app.ops.demo.material import Demo, Json, material
from app.ops.demo.papers import picture
from app.people.models import Staff
from app.people.rules import Role

FIRST = 2020
"""The first year that has a formula."""
SPRING = 5
"""From this month on, the assessment of the last year is over."""
INSPECTED_LATE = 6
"""Days by which one of the inspections missed its day."""


def make_assessments(demo: Demo, people: Sequence[Staff]) -> None:
    """All cycles, counted; the caller commits."""
    office = [one for one in people if one.has_role(Role.COORDINATOR)]
    present = demo.today.year if demo.today.month >= SPRING else demo.today.year - 1
    for year in (present - 2, present - 1)[-demo.some(2) :]:
        AssessmentYear(demo, office, year).published(INSPECTED_LATE if year == present - 1 else 0)
    AssessmentYear(demo, office, present).under_way()
    AssessmentYear(demo, office, present + 1).draft()
    halfway = HALFWAY[: demo.some(len(HALFWAY))]
    for year, act in zip(range(FIRST, present - 2), halfway, strict=False):
        act(AssessmentYear(demo, office, year))


@dataclass(frozen=True)
class AssessmentYear:
    """The assessment of a year as it came about."""

    demo: Demo
    office: Sequence[Staff]
    year: int

    def draft(self) -> AssessmentCycle:
        """The plan: who is assessed, and the tasks."""
        data = formula_data(self.year)
        if data is None:
            raise LookupError(f"no formula for {self.year}")
        due = due_dates(self.year, Formula.parse(data), self.demo.calendar)
        cycle = AssessmentCycle(
            year=self.year,
            formula=data,
            issue_due_on=due["issue"],
            inspect_due_on=due["inspect"],
            assess_due_on=due["assess"],
            units=[
                AssessmentUnit(**vars(one), position=position)
                for position, one in enumerate(candidates(self.year))
            ],
        )
        db.session.add(cycle)
        by_key = {unit.key: unit for unit in cycle.units}
        cycle.tasks = [
            AssessmentTask(
                text=task["text"],
                due_on=date.fromisoformat(f"{self.year}-{task['due']}"),
                unit=by_key.get(task.get("unit", "")),
            )
            for task in material("assessment")["tasks"]
        ]
        self._note(cycle, AssessmentAct.OPEN, min(date(self.year, 1, 6), self.demo.today))
        db.session.flush()
        return cycle

    def issued(self) -> AssessmentCycle:
        """Counted over the year, but the inspection was never ended: its step is late."""
        cycle = self._issued()
        self._count(cycle)
        return cycle

    def under_way(self) -> AssessmentCycle:
        """Issued; from the summer on inspected, with findings in every state and a mark to sign."""
        cycle = self._issued()
        if self.demo.today >= cycle.inspect_due_on:
            self._inspected(cycle, 0)
            self._mark(cycle, cycle.units[2], material("assessment")["marks"][2], is_open=True)
        self._note(cycle, AssessmentAct.COUNT, self.demo.today)
        count(cycle)
        return cycle

    def assessed(self, days_late: int = 0) -> AssessmentCycle:
        """The preliminary result, with points by hand; one mark is still to be signed."""
        cycle = self._issued()
        self._inspected(cycle, days_late)
        cycle.assessed_on = cycle.assess_due_on - timedelta(days=5)
        self._note(cycle, AssessmentAct.ASSESS, cycle.assessed_on)
        self._marks(cycle)
        self._mark(cycle, cycle.units[1], material("assessment")["marks"][2], is_open=True)
        self._count(cycle)
        cycle.status = CycleStatus.ASSESSED
        return cycle

    def heard(self) -> AssessmentCycle:
        """Objections are taken until in some days: one has been answered, one waits."""
        cycle = self._marks_announced(add_working_days(self.demo.today, 3, self.demo.calendar))
        answered, waiting = material("assessment")["objections"]
        self._objection(cycle, cycle.units[1], answered, ago=7)
        unanswered = {**waiting, "verdict": None, "answer": ""}
        self._objection(cycle, cycle.units[4], unanswered, ago=2)
        cycle.status = CycleStatus.OBJECTIONS
        return cycle

    def ready(self) -> AssessmentCycle:
        """Everybody was answered; publication waits for the second of the office."""
        cycle = self._marks_announced(self.demo.days_ago(4))
        for place, words in enumerate(material("assessment")["objections"]):
            self._objection(cycle, cycle.units[2 * place + 1], words, ago=8)
        self._propose(cycle)
        cycle.status = CycleStatus.READY
        return cycle

    def published(self, days_late: int) -> AssessmentCycle:
        """Assessed, objected to, answered, published."""
        cycle = self._issued()
        self._inspected(cycle, days_late)
        cycle.assessed_on = cycle.assess_due_on - timedelta(days=5)
        cycle.objections_due_on = add_working_days(
            cycle.assessed_on, cycle.terms.objection_days, self.demo.calendar
        )
        cycle.published_on = add_working_days(cycle.objections_due_on, 5, self.demo.calendar)
        cycle.publisher_name = self.office[-1].full_name
        self._marks(cycle)
        for place, words in enumerate(material("assessment")["objections"]):
            self._objection(cycle, cycle.units[5 * place + self.year % 4], words)
        for act in (AssessmentAct.ASSESS, AssessmentAct.HEAR):
            self._note(cycle, act, cycle.assessed_on)
        self._propose(cycle)
        self._note(cycle, AssessmentAct.PUBLISH, cycle.assessed_on)
        self._count(cycle)
        cycle.status = CycleStatus.PUBLISHED
        return cycle

    def _marks_announced(self, objections_due_on: date) -> AssessmentCycle:
        """The units know their points, and may object until that day."""
        cycle = self._issued()
        self._inspected(cycle, 0)
        cycle.assessed_on = cycle.assess_due_on - timedelta(days=5)
        cycle.objections_due_on = objections_due_on
        self._marks(cycle)
        self._note(cycle, AssessmentAct.ASSESS, cycle.assessed_on)
        self._note(cycle, AssessmentAct.HEAR, self.demo.days_ago(9))
        self._count(cycle)
        return cycle

    def _marks(self, cycle: AssessmentCycle) -> None:
        for place, words in enumerate(material("assessment")["marks"]):
            self._mark(cycle, cycle.units[3 * place + self.year % 3], words)

    def _propose(self, cycle: AssessmentCycle) -> None:
        cycle.proposer_id, cycle.proposer_name = self.office[0].id, self.office[0].full_name
        self._note(cycle, AssessmentAct.PROPOSE, cycle.assessed_on or self.demo.today)

    def _count(self, cycle: AssessmentCycle) -> None:
        db.session.flush()
        keep(cycle, list(rows_of(self.demo, cycle)), date(self.year, 12, 31))

    def _issued(self) -> AssessmentCycle:
        cycle = self.draft()
        cycle.issued_on = cycle.issue_due_on - timedelta(days=self.year % 4)
        cycle.status = CycleStatus.ISSUED
        self._note(cycle, AssessmentAct.ISSUE, cycle.issued_on)
        return cycle

    def _inspected(self, cycle: AssessmentCycle, days_late: int) -> None:
        on = cycle.inspect_due_on + timedelta(days=days_late)
        cycle.inspected_on, cycle.status = on, CycleStatus.INSPECTED
        words = material("assessment")
        for place, unit in enumerate(cycle.units):
            found_on = on - timedelta(days=2 + place % 9)
            finding = AssessmentFinding(unit_id=unit.id, found_on=found_on, staff_name="")
            finding.staff_name = self.office[place % len(self.office)].full_name
            finding.text = words["clear"][place % 2]
            if place % 3 == 1:
                self._demand(finding, words["problems"][place // 3 % 4], place // 3)
            db.session.add(finding)
        self._note(cycle, AssessmentAct.END_INSPECTION, on)

    def _demand(self, finding: AssessmentFinding, words: Json, turn: int) -> None:
        """Mended in time, late, not yet, or too late already: by turns; long ago it was mended."""
        today = self.demo.today
        is_past = finding.found_on.year < today.year
        finding.text, finding.demand = words["text"], words["demand"]
        finding.rectify_by = finding.found_on + timedelta(days=40)
        if turn % 4 == 2 and not is_past:
            finding.rectify_by = max(finding.rectify_by, today + timedelta(days=12))
        elif turn % 4 != 3 or is_past:
            late = 9 if turn % 4 == 1 else -6
            finding.rectified_on = min(finding.rectify_by + timedelta(days=late), today)
            finding.report = words["report"]

    def _mark(
        self, cycle: AssessmentCycle, unit: AssessmentUnit, words: Json, *, is_open: bool = False
    ) -> None:
        at = self.demo.moment(cycle.assessed_on or self.demo.days_ago(2))
        mark = AssessmentMark(
            unit_id=unit.id,
            points=words["points"],
            reason=words["reason"],
            author_id=self.office[0].id,
            author_name=self.office[0].full_name,
            proposed_at=at,
            files=[AssessmentFile.of(store("证明材料（演示）.jpg", "image/jpeg", picture()))],
        )
        if not is_open:
            mark.status = MarkStatus(words["state"])
            mark.signer_id, mark.signer_name = self.office[-1].id, self.office[-1].full_name
            mark.signed_at, mark.answer = at, words.get("answer", "")
        db.session.add(mark)
        self._note(cycle, AssessmentAct.MARK, at.date())

    def _objection(
        self, cycle: AssessmentCycle, unit: AssessmentUnit, words: Json, *, ago: int = 0
    ) -> None:
        """Raised so many days ago, or on the day of the preliminary result."""
        on = self.demo.days_ago(ago) if ago else cycle.assessed_on or self.demo.today
        at = self.demo.moment(on)
        db.session.add(
            AssessmentObjection(
                unit_id=unit.id,
                measure=words["measure"],
                text=words["text"],
                staff_id=self.office[0].id,
                staff_name="某某",
                raised_at=at,
                verdict=ObjectionVerdict(words["verdict"]) if words["verdict"] else None,
                answer=words["answer"],
                answerer_name=self.office[-1].full_name if words["verdict"] else "",
                answered_at=at + timedelta(days=4) if words["verdict"] else None,
            )
        )

    def _note(self, cycle: AssessmentCycle, act: AssessmentAct, on: date) -> None:
        who = (
            self.office[-1]
            if act in {AssessmentAct.PUBLISH, AssessmentAct.SIGN}
            else self.office[0]
        )
        event = AssessmentEvent(at=self.demo.moment(min(on, self.demo.today)), kind=act.value)
        event.staff_id, event.staff_name = who.id, who.full_name
        cycle.events.append(event)
        cycle.version = (cycle.version or 0) + 1


HALFWAY = (
    AssessmentYear.ready,
    AssessmentYear.heard,
    AssessmentYear.assessed,
    AssessmentYear.issued,
)
"""How far the oldest assessments came, the first of them furthest."""
