"""Limits hold over all processes, keep no address, and end with their window."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from app.kernel.web import limits, rate_store
from app.kernel.web.rate_store import RateCount, TableStorage
from tests.support.apps import open_app

ADDRESS = {"REMOTE_ADDR": "203.0.113.77"}


@pytest.fixture
def counting(live_app):
    with live_app.app_context():
        yield TableStorage()
        limits.limiter.reset()


def test_count_goes_on_in_another_process(counting, live_app, tmp_path):
    assert [counting.incr("k", 60) for _ in range(3)] == [1, 2, 3]
    database = live_app.config["SQLALCHEMY_DATABASE_URI"]
    with open_app(database, tmp_path) as other, other.app_context():
        assert TableStorage().incr("k", 60) == 4


def test_count_begins_anew_after_its_window(counting, frozen_clock):
    assert [counting.incr("k", 60) for _ in range(2)] == [1, 2]
    frozen_clock.shift(timedelta(seconds=61))
    assert counting.get("k") == 0
    assert counting.incr("k", 60) == 1


def test_ended_windows_are_removed(counting, live_app, frozen_clock):
    counting.incr("k", 60)
    counting.incr("long", 3600)
    frozen_clock.shift(timedelta(minutes=5))
    rate_store.remove_expired()
    with live_app.extensions["rate_counts"].connect() as connection:
        assert connection.scalars(select(RateCount.key)).all() == ["long"]


def test_every_post_counts_and_the_address_is_not_kept(live_app):
    live_app.add_url_rule("/probe", "probe", lambda: "ok", methods=["GET", "POST"])
    client = live_app.test_client()
    answers = [client.post("/probe", environ_base=ADDRESS) for _ in range(301)]
    assert 429 not in {answer.status_code for answer in answers[:300]}
    assert answers[300].status_code == 429
    assert int(answers[300].headers["Retry-After"]) > 0
    assert client.get("/probe", environ_base=ADDRESS).status_code == 200
    with live_app.extensions["rate_counts"].connect() as connection:
        assert not [key for key in connection.scalars(select(RateCount.key)) if "203." in key]
    for file in Path(live_app.config["DATA_DIR"]).glob("limits.db*"):
        assert b"203.0.113" not in file.read_bytes()


def test_without_a_store_each_process_counts_for_itself(live_app, monkeypatch):
    broken = create_engine("sqlite:////no/such/folder/limits.db")
    monkeypatch.setitem(live_app.extensions, "rate_counts", broken)
    live_app.add_url_rule("/probe", "probe", lambda: "ok", methods=["POST"])
    client = live_app.test_client()
    answers = [client.post("/probe", environ_base=ADDRESS).status_code for _ in range(301)]
    assert 500 not in answers
    assert answers[300] == 429
    limits.limiter._storage_dead = False


def test_same_address_has_another_key_tomorrow(app, frozen_clock):
    with app.test_request_context(environ_base=ADDRESS):
        today = limits.address_key()
        frozen_clock.shift(timedelta(days=1))
        assert limits.address_key() != today


def test_one_network_of_ipv6_counts_as_one(app):
    keys = set()
    for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            keys.add(limits.address_key())
    assert len(keys) == 1
