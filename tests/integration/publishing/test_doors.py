"""A record is behind no door before its day, and behind none after its last: all are tried.

Pages, lists, searches, suggestions, interface, exports, feeds, site map, company, credit report
and its verification; and what a browser has kept under an ETag.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.search import maintenance
from tests.support.apps import open_app
from tests.support.databases import Databases
from tests.support.doors import TITLES, Doors, doors_of, make_records
from tests.support.pages import get
from tests.support.search_site import ENGINES

EVERYWHERE = {
    "/",
    "/search?q=鱼露",
    "/api/v1/search?q=鱼露",
    "/api/v1/suggest?q=鱼罚",
    "/credit/red",
    "/credit/black?format=csv",
    "/cases?format=xlsx",
    "/licences?format=json",
    "/honours",
    "/honours?format=xlsx",
    "/data/feeds/honours.xml",
    "/evaluation/targets/CP02",
    "/evaluation/targets/values?format=csv",
    "/projects",
    "/bulletins",
    "/data/feeds/black.xml",
    "/data/feeds/red.xml",
}
"""Some doors at which records must stand while they are public, or the walk tries nothing."""


@pytest.fixture(params=ENGINES)
def site(
    request: pytest.FixtureRequest,
    database_server: Databases,
    template_database: str,
    tmp_path: Path,
    frozen_clock: time_machine.Traveller,
) -> Iterator[Flask]:
    """A site of its own that keeps pages, with one of the engines; time stands still."""
    address = database_server.copy(template_database)
    with open_app(address, tmp_path, SEARCH_ENGINE=request.param) as made:
        yield made
    database_server.give_back(address)


def fill(site: Flask, **publication: Any) -> Doors:
    """Records of all kinds in the tables and the index."""
    with site.test_request_context():
        doors = doors_of(site, make_records(**publication))
        db.session.commit()
        maintenance.rebuild()
    return doors


def test_a_record_is_behind_no_door_before_its_day_nor_after_its_last(site, frozen_clock):
    day = clock.today() + timedelta(days=1)
    doors = fill(site, published_on=day, publish_until=day)
    assert doors.shown() == {}
    assert {get(site, address).status_code for address in doors.details.values()} == {404}
    frozen_clock.shift(timedelta(days=1))
    shown = doors.shown()
    assert set().union(*shown.values()) == set(TITLES)
    assert {*EVERYWHERE, *doors.details.values()} <= shown.keys()
    frozen_clock.shift(timedelta(days=1))
    assert doors.shown() == {}
    for address in doors.details.values():
        page = get(site, address)
        assert page.status_code == 410, address
        assert "已不再公示" in page.text
        assert not [word for word in ("鱼", "砚汐", "温市监", "91330") if word in page.text]
