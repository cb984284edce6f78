"""What the worker does: topics in turn, jobs once for all workers, mail beside; and its account."""

import json
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.jobs import jobs, outbox, process_locks, recovery, schedule, worker
from app.kernel.jobs import queries as jobs_queries
from app.kernel.jobs.models import OutboxMessage, ScheduledJob
from app.kernel.jobs.subscriptions import Subscription

pytestmark = pytest.mark.trust(33, 42)


@pytest.fixture
def site(live_app):
    with live_app.app_context():
        yield live_app


@pytest.fixture
def own_jobs(site, monkeypatch):
    """The site without the jobs of its parts."""
    monkeypatch.setitem(site.extensions, "jobs", {})
    return site


def run_all():
    return schedule.run_due({job.lane for job in schedule.declared().values()})


def row_of(name: str) -> ScheduledJob:
    db.session.expire_all()
    return db.session.get(ScheduledJob, name)


class TestOutbox:
    def test_a_failed_message_waits_for_its_next_turn(self, app, frozen_clock, monkeypatch):
        def refuse(_payloads):
            raise ConnectionError

        monkeypatch.setitem(app.extensions["outbox"], "test", Subscription(refuse, 1))
        outbox.enqueue("test", {"n": 1})
        db.session.commit()
        assert outbox.drain() == 0
        message = db.session.query(OutboxMessage).one()
        assert message.available_at == clock.now() + timedelta(seconds=10)
        assert message.last_error == "ConnectionError"

    def test_the_attempts_of_a_message_last_for_three_days_at_least(self):
        delays = [outbox._delay(attempt) for attempt in range(1, outbox.MAX_ATTEMPTS)]
        assert sum(delays, timedelta()) >= timedelta(days=3)
        assert sum(delays[:-1], timedelta()) < timedelta(days=3)
        assert delays == sorted(delays)

    def test_a_topic_that_has_much_to_do_lets_the_next_one_have_its_turn(self, app, monkeypatch):
        order = []
        for topic in ("flood", "next"):
            handler = Subscription(lambda _, topic=topic: order.append(topic), 1)
            monkeypatch.setitem(app.extensions["outbox"], topic, handler)
        for topic in ("flood", "flood", "flood", "next"):
            outbox.enqueue(topic, {})
        db.session.commit()
        assert outbox.drain(budget=1e-9) == 2
        assert order == ["flood", "next"]


class TestSchedule:
    def test_a_job_is_due_at_once_and_then_by_the_clock(self, own_jobs, frozen_clock):
        done = []
        jobs.each_minute(own_jobs, "minute", lambda: done.append("minute"))
        jobs.each_hour(own_jobs, "hour", lambda: done.append("hour"))
        for _ in range(2):
            run_all()
        assert done == ["minute", "hour"]
        frozen_clock.shift(60)
        run_all()
        assert done == ["minute", "hour", "minute"]
        assert row_of("hour").next_run_at == clock.now().replace(minute=7, second=0) + jobs.HOUR

    def test_of_workers_that_look_at_the_same_moment_one_runs_the_job(self, own_jobs):
        done, ready = [], threading.Barrier(3)
        jobs.each_hour(own_jobs, "hour", lambda: done.append(threading.get_ident()))
        process_locks.own()
        db.session.rollback()

        def look():
            with own_jobs.app_context():
                ready.wait()
                run_all()

        threads = [threading.Thread(target=look) for _ in range(3)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert len(done) == 1

    def test_success_failure_and_duration_are_kept_and_logged_in_a_line_each(
        self, own_jobs, frozen_clock, capsys
    ):
        def fail():
            raise ValueError("张三的电话")

        jobs.each_hour(own_jobs, "good", lambda: 3)
        jobs.each_hour(own_jobs, "bad", fail)
        good, bad = run_all()
        assert (good.result, good.is_failed, bad.is_failed) == (3, False, True)
        assert row_of("good").last_success_at == clock.now()
        assert row_of("good").last_duration >= 0
        assert row_of("good").last_failure_at is None
        assert row_of("bad").last_failure_at == clock.now()
        assert row_of("bad").last_error == "ValueError"
        assert row_of("bad").next_run_at == clock.now() + schedule.RETRY_AFTER
        written = capsys.readouterr().err
        lines = [json.loads(line) for line in written.splitlines()]
        by_job = {line["job"]: line["event"] for line in lines if "job" in line}
        assert by_job == {"good": "job.succeeded", "bad": "job.failed"}
        assert "张三" not in written

    def test_a_job_whose_worker_has_ended_may_be_run_again_and_another_s_may_not(
        self, own_jobs, frozen_clock
    ):
        done = []
        jobs.each_minute(own_jobs, "minute", lambda: done.append(1))
        run_all()
        row = row_of("minute")
        row.leased_by, row.leased_until = "f" * 32, clock.now() + schedule.LEASE
        db.session.commit()
        frozen_clock.shift(60)
        run_all()
        assert len(done) == 1
        folder = process_locks._folder()
        (folder / ("f" * 32)).touch()  # as a process leaves it that was killed
        recovery.take_back()
        run_all()
        assert len(done) == 2

    def test_what_is_asked_beside_runs_as_soon_as_there_is_work_and_rests_after_a_failure(
        self, own_jobs, frozen_clock
    ):
        waiting, done = [], []

        def take():
            if waiting.pop() == "faulty":
                waiting.append("faulty")
                raise ValueError
            done.append(1)

        jobs.beside(own_jobs, "imports", take, is_waiting=lambda: bool(waiting))
        (lane,) = [each for each in worker.lanes() if each.name == "imports"]
        waiting.append("first")
        assert lane.step()
        waiting.append("second")
        assert lane.step()
        assert len(done) == 2
        assert not lane.step()
        waiting.append("faulty")
        runs = [lane.step() for _ in range(3)]
        assert runs == [False, False, False]
        assert row_of("imports").last_failure_at
        jobs.wake_beside("imports")
        assert not lane.step()  # the clock alone says when it is tried again


class TestCommands:
    def test_what_waits_and_what_died_is_listed_and_replayed_by_topic(self, app, frozen_clock):
        for topic in ("mail", "mail", "index"):
            outbox.enqueue(topic, {})
        db.session.flush()
        dead = db.session.scalars(select(OutboxMessage).where(OutboxMessage.topic != "risk"))
        for message in list(dead)[1:]:
            message.dead_at, message.attempts, message.last_error = clock.now(), 29, "OSError"
        db.session.commit()
        frozen_clock.shift(7200)
        runner = app.test_cli_runner()
        listed = runner.invoke(args=["outbox", "list", "--topic", "mail"]).output
        assert "mail: 1 wait, the oldest for 2 h; 1 dead" in listed
        assert "29 attempts until 2026-03-04 01:30 UTC, OSError" in listed
        assert "index" not in listed
        assert "index: 0 wait; 1 dead" in runner.invoke(args=["outbox", "list"]).output
        assert "1 dead" in runner.invoke(args=["outbox", "replay", "--topic", "mail"]).output
        left = {each.topic: (each.depth, each.dead) for each in jobs_queries.backlog()}
        assert (left["mail"], left["index"]) == ((2, 0), (0, 1))
        refused = runner.invoke(args=["outbox", "replay", "--topic", "post"])
        assert refused.exit_code == 2
        assert "there is no topic post" in refused.output
