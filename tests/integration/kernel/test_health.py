"""``/healthz`` says that the process lives, ``/readyz`` that this host can serve the site."""

import shutil
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest

from app.kernel import clock
from app.kernel.crypto.encryption import Keyring
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.jobs.models import OutboxMessage
from app.kernel.search import maintenance
from tests.support.apps import open_app

pytestmark = pytest.mark.trust(43)

TOKEN = "operators-only-0123456789"
VISITOR = {"REMOTE_ADDR": "203.0.113.9"}
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def indexed(app):
    maintenance.rebuild()


def checks(client) -> dict[str, bool]:
    return client.get("/readyz").json["checks"]


def test_health_needs_no_database_and_is_quick(client, count_statements):
    client.get("/healthz")
    with count_statements() as counted:
        started = time.perf_counter()
        answer = client.get("/healthz")
        seconds = time.perf_counter() - started
    assert answer.json == {"status": "ok"}
    assert len(counted) == 0
    assert seconds < 0.05


def test_a_host_that_can_serve_is_ready_and_names_each_check(client, indexed):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert set(answer.json["checks"]) >= {"database", "schema", "disk", "keys", "data_dir"}
    assert all(answer.json["checks"].values())


def test_what_waits_for_others_is_told_and_takes_no_host_out(client, indexed, frozen_clock):
    """Mail that nobody takes waits on all hosts alike: without any of them nothing is served."""
    for _ in range(2):
        outbox.enqueue("mail", {})
    db.session.flush()
    db.session.query(OutboxMessage).filter_by(topic="mail").first().dead_at = clock.now()
    db.session.commit()
    frozen_clock.shift(timedelta(hours=5))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json["outbox"]["mail"] == {"waiting": 1, "oldest_seconds": 18000, "dead": 1}
    assert answer.json["outbox"]["index"] == {"waiting": 0, "oldest_seconds": 0, "dead": 0}


def test_visitors_learn_whether_the_host_is_ready_and_nothing_more(client, monkeypatch, app):
    monkeypatch.setitem(app.extensions, "keyring", Keyring({}, "k1"))
    for seen in (
        client.get("/readyz", environ_base=VISITOR),
        client.get("/readyz", headers={"X-Forwarded-For": "203.0.113.9"}),
        client.get("/readyz", environ_base=VISITOR, headers=BEARER),
    ):
        assert seen.status_code == 503
        assert seen.json == {"status": "not ready"}
    assert checks(client)["keys"] is False


def test_who_has_the_token_sees_the_checks_from_anywhere(client, monkeypatch, app):
    monkeypatch.setitem(app.config, "METRICS_TOKEN", TOKEN)
    answer = client.get("/readyz", environ_base=VISITOR, headers=BEARER).json
    assert "database" in answer["checks"]
    wrong = {"Authorization": "Bearer wrong"}
    assert "checks" not in client.get("/readyz", environ_base=VISITOR, headers=wrong).json


def test_key_that_does_not_work_shows(client, app, monkeypatch):
    monkeypatch.setitem(app.extensions, "keyring", Keyring({}, "k1"))
    assert checks(client)["keys"] is False


def test_disk_without_room_shows_and_is_well_again_at_once(client, indexed, monkeypatch):
    full = SimpleNamespace(free=1, total=100)
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "disk_usage", lambda _: full)
        assert client.get("/readyz").status_code == 503
        assert checks(client)["disk"] is False
    assert client.get("/readyz").status_code == 200


def test_a_database_that_only_reads_shows(live_app, tmp_path):
    """On SQLite a file that can't be written, on PostgreSQL a standby or a full disk."""
    address = live_app.config["SQLALCHEMY_DATABASE_URI"]
    reading = (
        address.replace("sqlite:///", "sqlite:///file:") + "?mode=ro&uri=true"
        if address.startswith("sqlite")
        else f"{address}?options=-c%20default_transaction_read_only%3Don"
    )
    with open_app(reading, tmp_path) as app:
        checks = app.test_client().get("/readyz").json["checks"]
    assert checks["database"] is False
    assert checks["schema"] is True
