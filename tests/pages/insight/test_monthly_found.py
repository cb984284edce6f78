"""A monthly report is found from the moment it is made, and then as it was corrected."""

from datetime import date

import pytest

from app.insight.monthly.models import MonthlyReport
from app.insight.monthly.services import close_month, correct
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.search import maintenance
from app.kernel.search.documents import SearchKind
from app.people.rules import Role
from tests.support import factories
from tests.support.apps import open_app
from tests.support.pages import PageClient
from tests.support.search_site import ENGINES

MARCH, IN_MARCH = date(2026, 3, 1), date(2026, 3, 10)
TITLE = "2026年3月质量诚信月报"


@pytest.fixture(params=ENGINES)
def client(request, database_server, template_database, tmp_path, frozen_clock):
    """A visitor in April of a site where March had a penalty, and then a report."""
    address = database_server.copy(template_database)
    with open_app(address, tmp_path, SEARCH_ENGINE=request.param) as site, site.app_context():
        maintenance.rebuild()
        factories.make_case(field="tax", published_on=IN_MARCH)
        frozen_clock.move_to("2026-04-01 00:20+08:00")
        close_month()
        outbox.drain()
        yield PageClient(site, PageClient.response_class)
    database_server.give_back(address)


def titles(client, words):
    return client.get(f"/search?q={words}&type=monthly").texts("//article/div/h3")


def test_it_is_found_by_its_title_its_month_and_what_its_tables_tell(client):
    for words in ("2026年3月", "质量诚信月报", "3月 月报", "2026-03", "税务"):
        page = client.get(f"/search?q={words}&type=monthly")
        assert page.texts("//article/div/h3") == [TITLE], words
        assert page.one("//article//h3/a").get("href") == "/evaluation/monthly/2026-03"
        assert "2026-04-01 统计" in page.one("//article").text_content()


def test_corrected_it_is_found_once_and_deleted_rows_are_found_by_the_check(client, frozen_clock):
    staff = factories.make_staff(Role.COORDINATOR, bureau=factories.make_coordination_office())
    factories.make_case(field="tax", published_on=IN_MARCH)
    correct(month=MARCH, reason="漏报一件虚构案。", staff=staff)
    outbox.drain()
    assert titles(client, "月报") == [TITLE]
    assert titles(client, "虚构案") == [TITLE]
    page = client.get("/search?q=月报&status=有更正")
    assert "第 2 版，有更正" in page.one("//article").text_content()
    differing = maintenance.check()
    assert SearchKind.MONTHLY not in {one.kind for one in (*differing.missing, *differing.extra)}
    db.session.execute(db.delete(MonthlyReport))
    db.session.commit()
    assert titles(client, "月报") == [], "the rows of a page come from the database"
    assert [found.kind.label for found in maintenance.check().extra] == ["月报"]
    maintenance.sync()
    assert not maintenance.check()
