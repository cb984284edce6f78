"""The demonstration shows assessments in several states, and points that their rows give."""

import pytest
from sqlalchemy import select

from app.insight.assessment.models import (
    AssessmentCycle,
    AssessmentFile,
    AssessmentFinding,
    AssessmentMark,
    AssessmentObjection,
)
from app.insight.assessment.queries.recount import recount
from app.insight.assessment.rules import CycleStatus, FindingState, MarkStatus, Verdict
from app.kernel.db.session import db
from app.ops.demo.assessment import make_assessments
from app.ops.demo.material import Demo
from app.people.rules import Role
from tests.support import factories

AUTUMN = "2026-11-25T09:00:00+08:00"


@pytest.fixture
def cycles(app, frozen_clock):
    frozen_clock.move_to(AUTUMN)
    demo = Demo.begin()
    office = demo.bureaus["coordination-office"]
    make_assessments(
        demo, [factories.make_staff(Role.COORDINATOR, bureau=office) for _ in range(2)]
    )
    db.session.flush()
    return db.session.scalars(select(AssessmentCycle).order_by(AssessmentCycle.year)).all()


def test_two_are_published_one_is_under_way_one_is_a_draft_and_older_ones_are_halfway(cycles):
    assert [(cycle.year, cycle.status) for cycle in cycles] == [
        (2020, CycleStatus.READY),
        (2021, CycleStatus.OBJECTIONS),
        (2022, CycleStatus.ASSESSED),
        (2023, CycleStatus.ISSUED),
        (2024, CycleStatus.PUBLISHED),
        (2025, CycleStatus.PUBLISHED),
        (2026, CycleStatus.INSPECTED),
        (2027, CycleStatus.DRAFT),
    ]
    assert {cycle.status for cycle in cycles} == set(CycleStatus)
    assert [step.days_late for step in cycles[5].steps] == [0, 6, 0]


def test_what_people_said_is_in_every_state(cycles):
    findings = db.session.scalars(select(AssessmentFinding)).all()
    assert {one.state for one in findings} == set(FindingState)
    marks = db.session.scalars(select(AssessmentMark)).all()
    assert {one.status for one in marks} == set(MarkStatus)
    verdicts = {one.verdict for one in db.session.scalars(select(AssessmentObjection))}
    assert verdicts == {*Verdict, None}
    files = db.session.scalars(select(AssessmentFile.mark_id)).all()
    assert {one.id for one in marks} == set(files)


def test_points_are_those_of_the_rows_in_every_year(cycles):
    for cycle in cycles[:-1]:
        lines = recount(cycle)
        assert len(lines) > 200
        assert all(line.agrees for line in lines)
