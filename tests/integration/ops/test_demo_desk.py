"""The demonstration shows a desk that its people have arranged, and what they registered."""

from sqlalchemy import select

from app.kernel.db.session import db
from app.matters.complaints.desk.models import ReplyTemplate
from app.matters.complaints.desk.rules import WorklistQuery, unknown_places
from app.matters.complaints.matter.models.submissions import Registration
from app.matters.complaints.matter.rules.entries import Channel
from app.ops.demo.desk import EACH, VIEWS, make_desk
from app.ops.demo.material import Demo
from app.people.rules import Role
from tests.support import factories
from tests.support.complaint_factories import make_matter


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
