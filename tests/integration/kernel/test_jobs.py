"""A commit that wrote to the outbox wakes the worker; a broken queue never breaks a commit."""

import gc
import json
import warnings
from datetime import timedelta

import pytest
from sqlalchemy import insert

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.jobs import jobs, outbox
from app.kernel.jobs.models import OutboxMessage
from app.kernel.jobs.subscriptions import Subscription

pytestmark = pytest.mark.trust(33, 42)


@pytest.fixture
def queue(live_app):
    with live_app.app_context():
        yield live_app.extensions["jobs"]


def test_a_commit_with_messages_wakes_the_worker_once_though_another_task_waits(queue, live_app):
    live_app.extensions["jobs.imports"]()
    outbox.enqueue("mail", {"n": 1})
    outbox.enqueue("index", {"n": 2})
    assert queue.pending_count() == 1
    db.session.commit()
    outbox.enqueue("mail", {"n": 3})
    db.session.commit()
    assert [task.name for task in queue.pending()].count(jobs.WAKE) == 1


def test_messages_written_in_bulk_or_in_a_savepoint_wake_the_worker_with_the_commit(queue):
    db.session.commit()
    assert queue.pending_count() == 0
    now = clock.now()
    row = {"topic": "index", "payload": {}, "created_at": now, "available_at": now}
    with db.session.begin_nested():
        db.session.execute(insert(OutboxMessage), [row, row])
    assert queue.pending_count() == 0
    db.session.commit()
    assert queue.pending_count() == 1


def test_a_broken_queue_does_not_break_the_commit(queue, live_app):
    store = live_app.config["DATA_DIR"] / "jobs.db"
    queue.storage.close()
    store.unlink()
    store.mkdir()
    outbox.enqueue("mail", {"n": 1})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # huey drops what it could not open
        db.session.commit()
        gc.collect()
    db.session.expunge_all()
    assert db.session.query(OutboxMessage).count() == 1


def test_the_wake_up_call_is_json_and_drains_the_outbox_as_the_command_does(queue, live_app):
    seen = []
    outbox.subscribe(live_app, "test", seen.extend)
    outbox.enqueue("test", {"n": 1})
    db.session.commit()
    (message,) = queue.storage.enqueued_items()
    assert json.loads(message)[1] == "app.kernel.jobs.jobs.wake"
    queue.execute(queue.dequeue())
    assert seen == [{"n": 1}]
    outbox.enqueue("test", {"n": 2})
    db.session.commit()
    result = live_app.test_cli_runner().invoke(args=["worker", "--once"])
    assert "1 messages done" in result.output
    assert seen == [{"n": 1}, {"n": 2}]


def test_a_failed_message_waits_for_its_next_turn(app, frozen_clock, monkeypatch):
    def refuse(_payloads):
        raise ConnectionError

    monkeypatch.setitem(app.extensions["outbox"], "test", Subscription(refuse, 1))
    outbox.enqueue("test", {"n": 1})
    db.session.commit()
    assert outbox.drain() == 0
    message = db.session.query(OutboxMessage).one()
    assert message.available_at == clock.now() + timedelta(seconds=10)
    assert message.last_error == "ConnectionError"
