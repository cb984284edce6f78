"""Parts of the demonstration, each made alone: the desk, records in review, assessments."""

from sqlalchemy import select

from app.insight.assessment.models import (
    AssessmentCycle,
    AssessmentFile,
    AssessmentFinding,
    AssessmentMark,
    AssessmentObjection,
)
from app.insight.assessment.queries.cycles import recount
from app.insight.assessment.rules import CycleStatus, FindingState, MarkStatus, ObjectionVerdict
from app.kernel import clock
from app.kernel.db.session import db
from app.matters.complaints.desk.models import ReplyTemplate
from app.matters.complaints.desk.rules import WorklistQuery, unknown_places
from app.matters.complaints.matter.models.submissions import Registration
from app.matters.complaints.matter.rules.entries import Channel
from app.ops.demo.assessment import make_assessments
from app.ops.demo.desk import EACH, VIEWS, make_desk
from app.ops.demo.material import Demo
from app.ops.demo.reviews import OFFICE, make_reviews
from app.people.rules import Role
from app.publishing.life.models import RecordVersion, Withdrawal
from app.publishing.life.rules import Life, PublicationStatus, VersionState
from tests.support import factories
from tests.support.complaint_factories import make_matter

AUTUMN = "2026-11-25T09:00:00+08:00"
DRAFT = {"status": PublicationStatus.DRAFT, "published_on": None}


def test_the_desk_of_the_body_to_sign_in_to_is_arranged(app):
    demo = Demo.begin()
    home = demo.bureaus["ouhai-market-supervision"]
    people = [factories.make_staff(role, bureau=home) for role in (Role.HANDLER, Role.HEAD)]
    matters = [make_matter(bureau=home, handler=people[0]) for _ in range(4 * EACH)]
    db.session.add_all(make_desk(demo, people, [matter.submission for matter in matters]))
    db.session.flush()
    assert not [t for t in db.session.scalars(select(ReplyTemplate.text)) if unknown_places(t)]
    assert set(db.session.scalars(select(Registration.channel))) == set(Channel)
    assert all(WorklistQuery.parse(view).as_args() == view for view in VIEWS.values())


def test_records_stand_in_every_state_of_their_life(app):
    demo = Demo.begin()
    here = {"source_bureau_id": demo.bureaus[OFFICE].id}
    gone = {"status": PublicationStatus.WITHDRAWN, "withdrawn_on": clock.today()}
    records = [
        *(factories.make_case(**here, **DRAFT) for _ in range(2)),
        *(factories.make_case(**here) for _ in range(4)),
        *(factories.make_case(**here, **gone) for _ in range(2)),
        factories.make_licence(**here, **DRAFT),
        factories.make_bulletin(**here, **DRAFT),
    ]
    people = [factories.make_staff(role) for role in (Role.EDITOR, Role.REVIEWER)]
    db.session.add_all(make_reviews(demo, people))
    db.session.flush()
    assert {record.life for record in records} >= {
        Life.DRAFT,
        Life.IN_REVIEW,
        Life.SCHEDULED,
        Life.PUBLISHED,
        Life.WITHDRAWN,
    }
    states = set(db.session.scalars(select(RecordVersion.state)))
    assert states == {VersionState.IN_REVIEW, VersionState.RETURNED, VersionState.APPROVED}
    leaving = {(each.state.value, each.is_late) for each in db.session.scalars(select(Withdrawal))}
    assert leaving == {(state, late) for state in ("noted", "done") for late in (False, True)}


def test_assessments_stand_in_every_state_with_the_points_of_their_rows(app, frozen_clock):
    """Two are published, one is under way, one is a draft, and older ones stopped halfway."""
    frozen_clock.move_to(AUTUMN)
    demo = Demo.begin()
    office = demo.bureaus["coordination-office"]
    make_assessments(
        demo, [factories.make_staff(Role.COORDINATOR, bureau=office) for _ in range(2)]
    )
    db.session.flush()
    cycles = db.session.scalars(select(AssessmentCycle).order_by(AssessmentCycle.year)).all()
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
    what_people_said_is_in_every_state()
    for cycle in cycles[:-1]:
        lines = recount(cycle)
        assert len(lines) > 200
        assert all(line.agrees for line in lines)


def what_people_said_is_in_every_state():
    findings = db.session.scalars(select(AssessmentFinding)).all()
    assert {one.state for one in findings} == set(FindingState)
    marks = db.session.scalars(select(AssessmentMark)).all()
    assert {one.status for one in marks} == set(MarkStatus)
    verdicts = {one.verdict for one in db.session.scalars(select(AssessmentObjection))}
    assert verdicts == {*ObjectionVerdict, None}
    files = db.session.scalars(select(AssessmentFile.mark_id)).all()
    assert {one.id for one in marks} == set(files)
