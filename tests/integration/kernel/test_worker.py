"""Workers that run: what hangs in one lane stops no other, and each tells that it lives."""

import json
import threading
import time

import pytest
from sqlalchemy import event

from app.kernel import audit
from app.kernel.db.session import db, reading_only
from app.kernel.jobs import jobs, outbox, process_locks, schedule, worker
from app.kernel.jobs import queries as jobs_queries
from app.kernel.jobs.subscriptions import Subscription
from tests.support.mail import MailServer

pytestmark = pytest.mark.trust(33, 42)

PATIENCE = 20.0
"""Seconds to wait for a thread on a busy machine."""


def wait_for(holds) -> bool:
    """Whether it holds in the end."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            return False
        threading.Event().wait(0.02)
    return True


@pytest.fixture
def site(live_app):
    with live_app.app_context():
        yield live_app


@pytest.fixture
def own_jobs(site, monkeypatch):
    """The site without the jobs of its parts."""
    monkeypatch.setitem(site.extensions, "jobs", {})
    return site


class TestWorker:
    def test_called_once_it_does_all_that_is_due_and_tells_what(self, site, mailbox):
        site.config["AUDIT_MAIL_TO"] = "auditor@example.invalid"
        audit.record("credit.publish", actor=audit.Actor(7, "x", "editor"), reason="y")
        db.session.commit()
        result = site.test_cli_runner().invoke(args=["worker", "--once"])
        assert result.exit_code == 0, result.output
        assert f"{len(schedule.declared())} jobs run" in result.output
        assert [message["To"] for message in mailbox.messages] == ["auditor@example.invalid"]
        assert jobs_queries.waiting() == 0
        assert {each.name for each in jobs_queries.scheduled_jobs()} == {*schedule.declared()}
        again = site.test_cli_runner().invoke(args=["worker", "--once"])
        assert "0 jobs run, 0 messages done" in again.output

    def test_called_once_it_fails_when_a_job_does_and_tells_what_still_waits(
        self, own_jobs, mailbox
    ):
        def fail():
            raise ValueError

        jobs.each_hour(own_jobs, "bad", fail)
        outbox.enqueue("mail", {"broken": True})
        db.session.commit()
        result = own_jobs.test_cli_runner().invoke(args=["worker", "--once"])
        assert result.exit_code == 1
        assert "failed: bad" in result.output
        assert "still waiting: 1 of mail" in result.output

    def test_while_mail_hangs_the_index_goes_on_and_then_each_mail_arrives_once(
        self, own_jobs, monkeypatch
    ):
        """In small what ``python -m tests.drills mail`` does with 10,000."""
        indexed = []
        monkeypatch.setitem(own_jobs.extensions["outbox"], "index", Subscription(indexed.extend, 9))
        monkeypatch.setitem(own_jobs.extensions["mail_addresses"], "bureau", "a{}@b.cn".format)
        with MailServer() as server:
            server.hang = True
            monkeypatch.setattr(own_jobs.extensions["mail"], "port", server.port)
            for number in range(30):
                outbox.enqueue("mail", mail(number))
            db.session.commit()
            with working(own_jobs):
                assert wait_for(lambda: server.connections)
                outbox.enqueue("index", {"n": 1})
                db.session.commit()
                assert wait_for(lambda: indexed)
                assert server.messages == []
                server.hang = False
                assert wait_for(lambda: len(server.messages) == 30 and not unfinished("mail"))
            assert len({message["Message-ID"] for message in server.messages}) == 30

    def test_a_heartbeat_tells_host_process_and_the_last_round_until_the_worker_stops(
        self, own_jobs
    ):
        with working(own_jobs):
            assert wait_for(heartbeats_seen)
            (beat,) = heartbeats_seen()
            assert beat.process == process_locks.own()
            assert beat.last_loop_at >= beat.started_at
        assert heartbeats_seen() == []

    def test_while_the_database_is_away_a_lane_says_so_once_and_goes_on_afterwards(
        self, own_jobs, monkeypatch, capsys
    ):
        done, failures = [], []
        monkeypatch.setitem(own_jobs.extensions["outbox"], "index", Subscription(done.extend, 1))
        monkeypatch.setattr(worker, "GLANCE", 0.01)
        is_away = threading.Event()
        is_away.set()

        def fail(*_):
            if is_away.is_set():
                failures.append(1)
                raise ConnectionError

        outbox.enqueue("index", {})
        db.session.commit()
        engine = db.engine
        event.listen(engine, "begin", fail, insert=True)
        try:
            with working(own_jobs):
                assert wait_for(lambda: len(failures) > 12)
                is_away.clear()
                assert wait_for(lambda: done)
        finally:
            is_away.clear()
            event.remove(engine, "begin", fail)
        lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        events = [line["event"] for line in lines if line.get("lane") == "main"]
        assert events == ["worker.lane_failed", "worker.lane_recovered"]


def mail(number: int) -> dict:
    return {
        "template": "new_risk",
        "to": {"kind": "bureau", "id": number},
        "facts": {"kind": "x"},
        "key": f"{number:032x}",
    }


def unfinished(topic: str) -> int:
    return {each.topic: each.depth for each in seen(jobs_queries.backlog)}[topic]


def heartbeats_seen():
    return seen(jobs_queries.heartbeats)


def seen(query):
    """What is committed by now, without a lock on it."""
    db.session.rollback()
    with reading_only():
        found = list(query())
        db.session.expunge_all()
        db.session.rollback()
    return found


class working:  # noqa: N801  # reads as what it is: with working(site)
    """A worker in threads of this process, as long as the block runs."""

    def __init__(self, site) -> None:
        self.site, self.stop = site, threading.Event()
        self.thread = threading.Thread(target=self._work)

    def _work(self) -> None:
        with self.site.app_context():
            worker.work(self.stop)

    def __enter__(self) -> None:
        db.session.rollback()
        self.thread.start()

    def __exit__(self, *_) -> None:
        self.stop.set()
        self.thread.join()
