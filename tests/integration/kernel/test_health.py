"""``/healthz`` says that the process lives, ``/readyz`` that it can work."""

import time
from datetime import timedelta

from app.kernel.crypto.encryption import Keyring
from app.kernel.db.session import db
from app.kernel.jobs import outbox


def test_health_needs_no_database_and_is_quick(client, count_statements):
    client.get("/healthz")
    with count_statements() as counted:
        started = time.perf_counter()
        answer = client.get("/healthz")
        seconds = time.perf_counter() - started
    assert answer.json == {"status": "ok"}
    assert len(counted) == 0
    assert seconds < 0.05


def test_readiness_names_each_part(client):
    answer = client.get("/readyz")
    assert set(answer.json["checks"]) == {"database", "schema", "disk", "outbox", "keys"}
    assert answer.json["checks"]["database"] is True
    assert answer.json["checks"]["keys"] is True


def test_message_that_waits_for_long_shows(client, frozen_clock):
    outbox.enqueue("mail", {})
    db.session.commit()
    assert client.get("/readyz").json["checks"]["outbox"] is True
    frozen_clock.shift(timedelta(hours=1))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["checks"]["outbox"] is False


def test_key_that_does_not_work_shows(client, app, monkeypatch):
    monkeypatch.setitem(app.extensions, "keyring", Keyring({}, "k1"))
    assert client.get("/readyz").json["checks"]["keys"] is False
