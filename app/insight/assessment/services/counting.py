"""Counting a cycle: rows from the facts of the site, points from the rows, places from the points.

Everything is made anew each time, so that the points stored are always those of the rows stored.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice

from sqlalchemy import delete, insert, select

from app.insight.assessment.acts import CYCLE_RULES
from app.insight.assessment.formula import (
    COMPUTATION,
    Formula,
    Measure,
    MeasureResult,
    RankedUnit,
    places,
    scaled,
    with_marks,
)
from app.insight.assessment.models import (
    AssessmentCycle,
    AssessmentEvent,
    AssessmentRow,
    AssessmentScore,
    AssessmentUnit,
)
from app.insight.assessment.queries.cycles import cycle_of, scores_of_cycle, signed_points
from app.insight.assessment.queries.facts import MEASURES
from app.insight.assessment.rules import AssessmentAct, AssessmentFact
from app.kernel import audit, clock
from app.kernel.db.session import db
from app.kernel.errors import InvalidInputError
from app.people.models import Bureau, Staff

AT_ONCE = 1000
Facts = Mapping[tuple[int, str], Sequence[AssessmentFact]]
"""By unit and measure."""


def count_again(*, year: int, staff: Staff) -> None:
    """Count what the year has brought so far.

    Raises NotAllowedError for others than the office, NotFoundError for a year without a cycle,
    ConflictError before it is issued, and once publication is proposed.
    """
    cycle = cycle_of(year, for_update=True)
    CYCLE_RULES.require(AssessmentAct.COUNT, cycle, staff)
    count(cycle)
    note(AssessmentAct.COUNT, cycle, staff)
    db.session.commit()


def count(cycle: AssessmentCycle) -> None:
    """Count a cycle up to today, or to the end of its year, in the caller's transaction."""
    first, last = date(cycle.year, 1, 1), min(date(cycle.year, 12, 31), clock.today())
    facts = (fact for each in cycle.terms.measures for fact in MEASURES[each.code](first, last))
    keep(cycle, facts, last)


def keep(cycle: AssessmentCycle, facts: Iterable[AssessmentFact], until: date) -> None:
    """Let these rows, and the points that follow from them, be what was counted of a cycle."""
    _forget(cycle)
    formula = cycle.terms
    found = _by_unit(cycle, facts)
    _keep_scores(
        (unit, measure, found.get((unit.id, measure.code), ()))
        for unit in cycle.units
        for measure in formula.of(unit.kind)
    )
    cycle.counted_at, cycle.counted_until, cycle.computation = clock.now(), until, COMPUTATION
    place(cycle, formula)


def place(cycle: AssessmentCycle, formula: Formula) -> None:
    """Bring totals and places in line with the scores and the signed points by hand."""
    db.session.flush()
    counted: defaultdict[int, list[MeasureResult]] = defaultdict(list)
    for score in scores_of_cycle(cycle.id):
        if measure := formula.measure(score.measure):
            counted[score.unit_id].append(MeasureResult(measure, score.good, score.total))
    marks = signed_points(cycle.id)
    for unit in cycle.units:
        unit.computed, unit.open_points = scaled(counted[unit.id])
        unit.total = with_marks(unit.computed, marks.get(unit.id, ()), formula.manual_most)
    entrants = [
        RankedUnit(unit.id, unit.kind, unit.total if _is_ranked(unit, formula) else None)
        for unit in cycle.units
    ]
    found = places(entrants)
    for unit in cycle.units:
        unit.place = found.get(unit.id)


def _is_ranked(unit: AssessmentUnit, formula: Formula) -> bool:
    return unit.open_points >= formula.ranked_from


def _keep_scores(
    counted: Iterable[tuple[AssessmentUnit, Measure, Sequence[AssessmentFact]]],
) -> None:
    scored = [(_score(unit, measure, facts), facts) for unit, measure, facts in counted]
    db.session.add_all(score for score, _facts in scored)
    db.session.flush()
    rows = (
        {
            "score_id": score.id,
            "on": fact.on,
            "is_good": fact.is_good,
            "words": fact.words,
            "source": fact.source,
            "ref": fact.ref,
        }
        for score, facts in scored
        for fact in facts
    )
    while batch := list(islice(rows, AT_ONCE)):
        db.session.execute(insert(AssessmentRow), batch)


def _score(
    unit: AssessmentUnit, measure: Measure, facts: Sequence[AssessmentFact]
) -> AssessmentScore:
    good, total = sum(fact.is_good for fact in facts), len(facts)
    return AssessmentScore(
        unit_id=unit.id,
        measure=measure.code,
        good=good,
        total=total,
        points=measure.points(good, total),
    )


def _by_unit(cycle: AssessmentCycle, facts: Iterable[AssessmentFact]) -> Facts:
    """The facts under each unit for which they count: the body, and the district of the body."""
    bodies = {unit.bureau_id: unit.id for unit in cycle.units if unit.bureau_id is not None}
    districts = {unit.district_code: unit.id for unit in cycle.units if unit.district_code}
    homes = db.session.execute(select(Bureau.id, Bureau.district_code))
    places_of = {row.id: row.district_code for row in homes}
    found: defaultdict[tuple[int, str], list[AssessmentFact]] = defaultdict(list)
    for fact in facts:
        home = fact.district_code or places_of.get(fact.bureau_id or 0)
        for unit_id in {bodies.get(fact.bureau_id or 0), districts.get(home or "")}:
            if unit_id is not None:
                found[unit_id, fact.measure].append(fact)
    return found


def _forget(cycle: AssessmentCycle) -> None:
    """Rows are many and never held by the session; scores are, and are forgotten there too."""
    units = select(AssessmentUnit.id).where(AssessmentUnit.cycle_id == cycle.id)
    scores = select(AssessmentScore.id).where(AssessmentScore.unit_id.in_(units))
    for statement, synchronize in (
        (delete(AssessmentRow).where(AssessmentRow.score_id.in_(scores)), False),
        (delete(AssessmentScore).where(AssessmentScore.unit_id.in_(units)), "fetch"),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": synchronize})


def note(
    act: AssessmentAct,
    cycle: AssessmentCycle,
    staff: Staff,
    *,
    unit: AssessmentUnit | None = None,
    text: str = "",
) -> None:
    """Write history and audit row, and count the change, in the caller's transaction."""
    cycle.version = (cycle.version or 0) + 1
    db.session.add(
        AssessmentEvent(
            cycle_id=cycle.id,
            at=clock.now(),
            kind=act.value,
            unit_name=unit.name if unit else "",
            staff_id=staff.id,
            staff_name=staff.full_name,
            text=text,
        )
    )
    audit.record(
        f"assessment.{act.value}",
        actor=staff.as_actor(),
        object_type="assessment",
        object_id=f"{cycle.year}/{unit.key}" if unit else cycle.year,
        changes=audit.changes_of(cycle),
    )


def required_text(text: str, missing: str) -> str:
    """The text without space around it; InvalidInputError with ``missing`` where it is empty."""
    if not text.strip():
        raise InvalidInputError(missing)
    return text.strip()
