"""Notices and badges in search and feeds: as long as the public may see them, and no longer."""

from datetime import timedelta

import pytest
import time_machine

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.search import maintenance
from app.people.models import Staff
from app.people.rules import Role
from app.records.creation.rules import CreationKind, CreationState
from app.records.creation.services import award, give_notice
from tests.support.creation_factories import make_application, make_badge
from tests.support.factories import make_bureau, make_coordination_office, make_staff
from tests.support.pages import PageClient
from tests.support.record_factories import make_programme

pytestmark = pytest.mark.usefixtures("frozen_clock")

FEED = "/data/feeds/creation.xml"
DAY = 86_400


@pytest.fixture
def scorer() -> Staff:
    """Of the coordination office, apart from who applies."""
    return make_staff(Role.REVIEWER, bureau=make_coordination_office())


def hits(client: PageClient, words: str) -> list[str]:
    return client.get(f"/search?q={words}").texts("//article/div/h3")


def test_it_is_found_from_its_notice_until_its_badge_ends(
    client: PageClient, scorer: Staff, frozen_clock: time_machine.Traveller
) -> None:
    application = make_application(
        applicant="虚构镇",
        kind=CreationKind.TOWN,
        state=CreationState.IN_REVIEW,
        notice_from=None,
        notice_until=None,
    )
    db.session.commit()
    maintenance.rebuild()
    assert not hits(client, "虚构镇")
    give_notice(application=application, staff=scorer)
    outbox.drain()
    assert hits(client, "虚构镇") == ["虚构镇：质量强镇（乡、街道）"]
    page = client.get("/search?q=虚构镇&type=creation&status=公示中")
    assert page.one("//article//h3/a").get("href") == f"/creation/{application.number}"
    frozen_clock.shift(8 * DAY)
    award(application=application, staff=scorer)
    outbox.drain()
    assert len(client.get("/search?q=虚构镇&status=已授牌").all("//article")) == 1
    assert application.valid_until
    frozen_clock.move_to(clock.day_start(application.valid_until + timedelta(days=1)))
    assert not hits(client, "虚构镇")


def test_what_is_not_public_is_in_no_index_and_no_feed(client: PageClient) -> None:
    for state in (CreationState.DRAFT, CreationState.IN_REVIEW, CreationState.REFUSED):
        make_application(applicant="虚构镇", kind=CreationKind.TOWN, state=state)
    db.session.commit()
    maintenance.rebuild()
    assert not hits(client, "虚构镇")
    assert "虚构镇" not in client.get(FEED).get_data(as_text=True)


def test_the_feed_has_notices_and_badges_that_hold_newest_first(client: PageClient) -> None:
    today, body = clock.today(), make_bureau()
    make_badge(applicant="甲企业", kind=CreationKind.FIRM, bureau=body)
    make_application(applicant="乙区", bureau=body)
    over = {"valid_until": today - timedelta(days=1), "awarded_on": today - timedelta(days=400)}
    make_badge(applicant="丙企业", kind=CreationKind.FIRM, bureau=body, **over)
    feed = client.get(FEED).get_data(as_text=True)
    assert feed.index("乙区：质量强县") < feed.index("甲企业：质量强企")
    assert "丙企业" not in feed
    assert FEED in client.get("/data").get_data(as_text=True)


def test_a_programme_that_is_remembered_is_found_as_it_is_now(client: PageClient) -> None:
    programme = make_programme(theme="放心肉菜")
    db.session.commit()
    maintenance.rebuild()
    assert len(hits(client, "放心肉菜")) == 1
    programme.theme = "阳光厨房"
    db.session.commit()
    assert not [hit for hit in hits(client, "放心肉菜") if "放心肉菜" in hit]
