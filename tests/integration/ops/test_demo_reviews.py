"""The demonstration shows records in every state between the first draft and the last day."""

from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.ops.demo.material import Demo
from app.ops.demo.reviews import OFFICE, make_reviews
from app.people.rules import Role
from app.publishing.life.models import RecordVersion, Withdrawal
from app.publishing.life.rules import Life, PublicationStatus, VersionState
from tests.support import factories

DRAFT = {"status": PublicationStatus.DRAFT, "published_on": None}


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
