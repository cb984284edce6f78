"""Points are those of the rows, the rows those of the site; what is published stays as it was."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.insight.assessment.formula import Formula, formula_data
from app.insight.assessment.models import AssessmentRow, AssessmentScore
from app.insight.assessment.queries.facts import MEASURES
from app.insight.assessment.rules import CycleStatus
from app.insight.assessment.services.counting import count
from app.kernel import clock
from app.kernel.db.session import db
from app.matters.complaints.matter.models.handling import ClosingCheck
from app.matters.complaints.matter.rules.outcomes import CheckState, ClosingItem
from tests.support.assessment_desk import (
    IN_SPRING,
    YEAR,
    closed,
    counted,
    make_assessment_office,
    make_cycle,
    unit_of,
)
from tests.support.complaint_factories import make_return
from tests.support.desks import make_withdrawal
from tests.support.factories import (
    add,
    make_bureau,
    make_case,
    make_district,
    make_milestone,
    make_project,
    make_report,
)
from tests.support.record_factories import make_indicator, make_value


@pytest.fixture
def office(app, frozen_clock):
    return make_assessment_office()


def score(unit, measure):
    found = select(AssessmentScore).where(
        AssessmentScore.unit_id == unit.id, AssessmentScore.measure == measure
    )
    return db.session.scalars(found).one()


def numbers(unit, measure):
    found = score(unit, measure)
    return found.good, found.total, found.points


def test_matters_that_ended_in_the_year_count_by_whether_they_kept_their_time(office):
    for in_time in (True, True, True, False):
        closed(office.bureau, in_time=in_time)
    closed(office.bureau, on=date(YEAR + 1, 1, 2))
    closed(make_bureau())
    cycle = counted(make_cycle(office.bureau), CycleStatus.ASSESSED)
    assert numbers(unit_of(cycle, office.bureau), "handled") == (3, 4, 0)


def test_two_matters_are_too_few_to_be_told(office):
    for _ in range(2):
        closed(office.bureau)
    cycle = counted(make_cycle(office.bureau), CycleStatus.ASSESSED)
    assert numbers(unit_of(cycle, office.bureau), "handled") == (2, 2, None)


def test_a_district_is_assessed_by_all_its_bodies(office):
    make_district("330304")
    for _ in range(2):
        body = make_bureau(district_code="330304")
        closed(body)
        closed(body, in_time=False)
    cycle = counted(make_cycle(office.bureau), CycleStatus.ASSESSED)
    assert numbers(unit_of(cycle), "handled") == (2, 4, 0)


def test_only_returns_that_come_back_cost_points(office):
    for decided in (office.bureau.id, make_bureau().id, None):
        make_return(
            closed(office.bureau),
            from_bureau_id=office.bureau.id,
            returned_on=IN_SPRING,
            decided_on=IN_SPRING if decided else None,
            decided_bureau_id=decided,
        )
    cycle = counted(make_cycle(office.bureau), CycleStatus.ASSESSED)
    assert numbers(unit_of(cycle, office.bureau), "returned") == (2, 3, 900)


def test_items_let_go_count_against_the_body(office):
    matter = closed(office.bureau)
    for item in ClosingItem:
        add(
            ClosingCheck(
                matter_id=matter.id,
                item=item,
                state=CheckState.WAIVED if item is ClosingItem.FACTS else CheckState.SHOWN,
                text="试验",
                staff_id=office.handler.id,
                at=clock.now(),
            )
        )
    cycle = counted(make_cycle(office.bureau), CycleStatus.ASSESSED)
    assert numbers(unit_of(cycle, office.bureau), "waived") == (3, 4, 0)


def test_decisions_are_timed_and_what_left_late_costs_points(office):
    facts = {"deciding_bureau_id": office.bureau.id, "decided_on": IN_SPRING}
    for days in (3, 4, 40):
        make_case(published_on=IN_SPRING + timedelta(days=days), **facts)
    late = make_case(published_on=IN_SPRING + timedelta(days=1), **facts)
    make_withdrawal(late, revoked_on=date(YEAR, 6, 1), due_on=date(YEAR, 6, 10))
    cycle = counted(make_cycle(office.bureau), CycleStatus.ASSESSED)
    unit = unit_of(cycle, office.bureau)
    assert numbers(unit, "published") == (3, 4, 333)
    assert numbers(unit, "withdrawn") == (0, 1, 400)


def test_milestones_count_for_the_body_and_for_the_district(office):
    make_district("330304")
    project = make_project(
        lead_bureau_id=office.bureau.id, district_code="330304", starts_on=date(YEAR, 1, 1)
    )
    for planned, actual in ((3, 3), (4, 5), (5, None)):
        done = date(YEAR, actual, 1) if actual else None
        make_milestone(project, planned_on=date(YEAR, planned, 1), actual_on=done)
    make_milestone(project, planned_on=date(YEAR + 1, 3, 1))
    cycle = counted(make_cycle(office.bureau), CycleStatus.ASSESSED)
    for unit in cycle.units:
        assert numbers(unit, "milestones")[:2] == (1, 3)


def test_a_report_after_its_day_or_none_at_all_costs_points(office):
    project = make_project(lead_bureau_id=office.bureau.id, starts_on=date(YEAR, 9, 20))
    for month, day in ((10, 8), (11, 20)):
        period, on = f"{YEAR}-{month}", date(YEAR, month, day)
        make_report(project, period=period, reported_on=on)
    cycle = counted(make_cycle(office.bureau), CycleStatus.ASSESSED)
    unit = unit_of(cycle, office.bureau)
    assert numbers(unit, "reports") == (1, 3, 400)
    words = db.session.scalars(
        select(AssessmentRow.words)
        .where(AssessmentRow.score_id == score(unit, "reports").id)
        .order_by(AssessmentRow.on)
    ).all()
    assert "2025-10-08 报送" in words[0]
    assert "2025-11-20 报送" in words[1]
    assert "没有报送" in words[2]


def test_indicators_count_by_the_last_value_of_the_year(office):
    met, missed = (make_indicator(bureau=office.bureau) for _ in range(2))
    make_indicator(bureau=office.bureau)
    make_value(indicator=met, period=f"{YEAR}-Q4", value="97.6")
    make_value(indicator=missed, period=f"{YEAR}-Q3", value="97.6")
    make_value(indicator=missed, period=f"{YEAR}-Q4", value="80")
    cycle = counted(make_cycle(office.bureau), CycleStatus.ASSESSED)
    assert numbers(unit_of(cycle, office.bureau), "indicators") == (1, 3, 333)


def test_every_number_is_that_of_its_rows_and_counting_twice_changes_nothing(office):
    for in_time in (True, False, True, True):
        closed(office.bureau, in_time=in_time)
    make_case(decided_on=IN_SPRING, deciding_bureau_id=office.bureau.id, published_on=IN_SPRING)
    cycle = make_cycle(office.bureau)
    seen = []
    for _ in range(2):
        count(cycle)
        rows = dict(
            db.session.execute(
                select(AssessmentRow.score_id, func.count()).group_by(AssessmentRow.score_id)
            ).all()
        )
        scores = db.session.scalars(select(AssessmentScore)).all()
        for one in scores:
            measure = cycle.terms.measure(one.measure)
            good = select(func.count()).where(
                AssessmentRow.score_id == one.id, AssessmentRow.is_good
            )
            assert rows.get(one.id, 0) == one.total
            assert db.session.scalar(good) == one.good
            assert measure.points(one.good, one.total) == one.points
        seen.append(sorted((one.unit_id, one.measure, one.points or -1) for one in scores))
    assert seen[0] == seen[1]


def test_each_measure_of_the_formula_has_rows_to_count(app):
    formula = Formula.parse(formula_data(YEAR))
    assert [each.code for each in formula.measures] == list(MEASURES)


def test_an_old_cycle_keeps_its_formula(office):
    for in_time in (True, True, True, False):
        closed(office.bureau, in_time=in_time)
    cycle = make_cycle(office.bureau)
    formula = {**cycle.formula, "measures": [dict(each) for each in cycle.formula["measures"]]}
    formula["measures"][0]["low"] = 50
    cycle.formula = formula
    counted(cycle, CycleStatus.ASSESSED)
    assert numbers(unit_of(cycle, office.bureau), "handled") == (3, 4, 1250)
