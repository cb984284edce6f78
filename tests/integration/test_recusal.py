"""A matter about a body's own people never reaches that body, by whatever way."""

import pytest

from app.accounts.rules import Role
from app.complaints.queries.desk import matter_of
from app.complaints.services.referral import refer_matter, settle_matter
from app.core.db import db
from app.core.errors import InvalidInputError
from tests.support.complaint_factories import make_matter, make_submission
from tests.support.factories import make_bureau, make_coordination_office, make_staff


@pytest.fixture
def accused(app):
    return make_bureau()


@pytest.fixture
def matter(accused):
    return make_matter(submission=make_submission(subject_bureau_id=accused.id))


def test_it_cannot_be_referred_to_the_body_it_is_about(matter, accused):
    staff = make_staff(bureau=matter.bureau)
    with pytest.raises(InvalidInputError, match="反映的正是这个部门"):
        refer_matter(matter=matter, staff=staff, to_bureau_id=accused.id, reason="试")
    db.session.rollback()


def test_the_coordination_office_cannot_settle_it_there(matter, accused):
    staff = make_staff(Role.COORDINATOR, bureau=make_coordination_office())
    with pytest.raises(InvalidInputError, match="反映的正是这个部门"):
        settle_matter(matter=matter, staff=staff, to_bureau_id=accused.id, reason="试")
    db.session.rollback()


@pytest.mark.parametrize("role", [Role.HANDLER, Role.HEAD, Role.COORDINATOR])
def test_nobody_of_that_body_sees_it(matter, accused, role):
    matter.assistants.append(accused)
    db.session.commit()
    assert matter_of(make_staff(role, bureau=accused), matter.number) is None


def test_others_see_it_as_before(matter):
    office = make_staff(Role.COORDINATOR, bureau=make_coordination_office())
    assert matter_of(make_staff(bureau=matter.bureau), matter.number) is not None
    assert matter_of(office, matter.number) is not None
