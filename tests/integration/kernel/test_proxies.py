"""A wrong number of proxies is seen in requests, and told by the doctor without any address."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.kernel.web import proxies
from app.kernel.web.proxies import Sighting
from tests.support.apps import open_app

pytestmark = pytest.mark.trust(17)

NEIGHBOUR, STRANGER = {"REMOTE_ADDR": "10.0.0.7"}, {"REMOTE_ADDR": "60.12.0.9"}
LOCAL = {"REMOTE_ADDR": "127.0.0.1"}
ONE, TWO = {"X-Forwarded-For": "203.0.113.9"}, {"X-Forwarded-For": "203.0.113.9, 10.0.0.8"}


@pytest.fixture
def behind(database_server, tmp_path):
    """Asks a site of so many hops once; what was seen, and the folder of the site."""

    def asked(hops: int, peer: dict[str, str], headers: dict[str, str]) -> set[Sighting]:
        with open_app(database_server.empty(), tmp_path, PROXY_HOPS=hops) as app:
            app.test_client().get("/healthz", environ_base=peer, headers=headers)
            with app.app_context():
                return set(proxies.seen_lately())

    return asked


@pytest.mark.parametrize(
    ("hops", "peer", "headers", "seen"),
    [
        (0, LOCAL, ONE, {Sighting.FORWARDED}),
        (0, NEIGHBOUR, ONE, {Sighting.FORWARDED}),
        (0, {"REMOTE_ADDR": ""}, ONE, {Sighting.FORWARDED}),
        (0, STRANGER, ONE, set()),
        (0, STRANGER, {}, set()),
        (1, LOCAL, ONE, set()),
        (1, LOCAL, TWO, set()),
        (1, LOCAL, {}, set()),
        (1, STRANGER, {}, {Sighting.DIRECT}),
        (2, LOCAL, ONE, {Sighting.DIRECT}),
        (2, LOCAL, TWO, set()),
    ],
)
def test_what_contradicts_the_setting_is_seen(behind, hops, peer, headers, seen):
    assert behind(hops, peer, headers) == seen


def test_a_sighting_holds_no_address_and_is_forgotten_after_a_week(behind, tmp_path, frozen_clock):
    behind(0, LOCAL, ONE)
    (file,) = Path(tmp_path, "proxies").iterdir()
    assert "203" not in file.read_text() + file.name
    frozen_clock.shift(timedelta(days=7))
    assert behind(0, LOCAL, {}) == set()
    assert behind(0, LOCAL, ONE) == {Sighting.FORWARDED}


@pytest.mark.parametrize(
    ("peer", "headers", "is_ours"),
    [
        (LOCAL, {}, True),
        ({"REMOTE_ADDR": "::1"}, {}, True),
        (LOCAL, ONE, False),
        (LOCAL, {"X-Forwarded-Proto": "https"}, False),
        (LOCAL, {"Forwarded": "for=203.0.113.9"}, False),
        (NEIGHBOUR, {}, False),
        ({"REMOTE_ADDR": ""}, {}, False),
    ],
)
def test_only_a_program_on_this_machine_is_taken_for_one(app, peer, headers, is_ours):
    with app.test_request_context(environ_base=peer, headers=headers):
        assert proxies.is_from_this_machine() is is_ours


def test_who_claims_to_be_this_machine_through_the_proxy_is_not_believed(database_server, tmp_path):
    with open_app(database_server.empty(), tmp_path, PROXY_HOPS=1) as app:
        visitor = {"X-Forwarded-For": "127.0.0.1"}
        answer = app.test_client().get("/readyz", headers=visitor, environ_base=LOCAL)
    assert set(answer.json) == {"status"}
