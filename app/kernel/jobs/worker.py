"""The worker: lanes that run beside each other, so that what waits in one stops no other.

``main`` gives each topic of the outbox its turn, and the jobs of the minute. Each service outside
has a lane of its own, and so have the jobs of the hour and each job that may take minutes. A lane
looks into the database by itself: no queue has to work for that, and none has to be asked.
"""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

import structlog
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from app.kernel.jobs import heartbeats, outbox, process_locks, schedule
from app.kernel.jobs.queries import backlog
from app.kernel.jobs.schedule import HOURLY, MAIN, JobRun
from app.kernel.jobs.subscriptions import remote_topics, subscriptions

TURN = 0.5
"""Seconds that a topic has while others wait for their turn."""
GLANCE = 0.5
"""Seconds between two looks of an idle lane: a change is to be found within two seconds."""
LONGEST_PAUSE = 10.0
"""Seconds between two looks of a lane that fails, as when the database is gone."""
GRACE = 8.0
"""Seconds that lanes have to end what they do, once the worker is to stop."""
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

log = structlog.get_logger()


@dataclass(frozen=True)
class WorkerLane:
    """What one thread repeats; ``step`` says whether there may be more to do at once."""

    name: str
    step: Callable[[], bool]


@dataclass(frozen=True)
class WorkSummary:
    """What a worker that was called once has done."""

    runs: list[JobRun]
    messages: int
    waiting: dict[str, int]
    """By topic what is left, which is for later attempts or for a service that doesn't answer."""

    @property
    def failed(self) -> list[str]:
        """The jobs that failed."""
        return [run.name for run in self.runs if run.is_failed]


def work(stop: threading.Event | None = None) -> None:
    """Do what is due, until a signal comes or ``stop`` is set."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy won't do
    stop = stop or threading.Event()
    process_locks.own()  # before there are threads, which might take two names at once
    threads = [
        threading.Thread(target=_repeat, args=(app, lane, stop), name=lane.name, daemon=True)
        for lane in lanes()
    ]
    with _signals_set(stop):
        log.info("worker.started", lanes=[thread.name for thread in threads])
        for thread in threads:
            thread.start()
        stop.wait()
    end = time.monotonic() + GRACE
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    with suppress(SQLAlchemyError):  # without a database nobody can be told
        heartbeats.stop()
    log.info("worker.stopped", unfinished=[one.name for one in threads if one.is_alive()])


def work_once() -> WorkSummary:
    """Do all that is due: jobs by the clock, what waits beside them, and then the outbox."""
    names = {job.lane for job in schedule.declared().values()}
    runs = schedule.run_due(names)
    names -= {run.name for run in runs if run.is_failed}
    runs += [run for name in sorted(names) for run in schedule.run_waiting(name)]
    messages = 0
    while done := outbox.drain():
        messages += done
    return WorkSummary(runs, messages, {each.topic: each.depth for each in backlog() if each.depth})


def lanes() -> list[WorkerLane]:
    """All lanes of a worker."""
    remote = remote_topics()
    beside = {job.lane for job in schedule.declared().values()} - {MAIN, HOURLY}
    return [
        WorkerLane(MAIN, _MainRound([each for each in subscriptions() if each not in remote])),
        *(WorkerLane(topic, partial(_send, topic)) for topic in remote),
        *(WorkerLane(name, _JobRound(name)) for name in (HOURLY, *sorted(beside))),
    ]


class _MainRound:
    """A round of the main lane: a turn for each topic, the jobs of the minute, a heartbeat."""

    def __init__(self, topics: list[str]) -> None:
        self._topics = topics
        self._beat_at = float("-inf")

    def __call__(self) -> bool:
        if time.monotonic() - self._beat_at >= heartbeats.EVERY.total_seconds():
            heartbeats.beat()
            self._beat_at = time.monotonic()
        done = outbox.drain(only=self._topics, budget=TURN)
        schedule.run_due({MAIN})
        return bool(done)


def _send(topic: str) -> bool:
    return bool(outbox.drain(only=[topic], budget=TURN))


class _JobRound:
    """A round of a lane of jobs. After a failure only the clock says when they run again."""

    def __init__(self, lane: str) -> None:
        self._lane = lane
        self._has_failed = False

    def __call__(self) -> bool:
        runs = schedule.run_due({self._lane})
        if not runs and not self._has_failed:
            runs = schedule.run_waiting(self._lane)
        if runs:
            self._has_failed = any(run.is_failed for run in runs)
        return bool(runs) and not self._has_failed


def _repeat(app: Flask, lane: WorkerLane, stop: threading.Event) -> None:
    """Take step after step. A row of failures is two lines of the log, however long it lasts."""
    failures, failing_since = 0, 0.0
    while not stop.is_set():
        try:
            with app.app_context():
                is_busy = lane.step()
        except Exception as error:  # whatever it was, the lane goes on
            if not failures:
                log.error("worker.lane_failed", lane=lane.name, exc_info=error)
                failing_since = time.monotonic()
            failures += 1
            stop.wait(min(GLANCE * 2 ** min(failures, 10), LONGEST_PAUSE))
            continue
        if failures:
            seconds = round(time.monotonic() - failing_since, 1)
            log.info("worker.lane_recovered", lane=lane.name, failures=failures, seconds=seconds)
            failures = 0
        if not is_busy:
            stop.wait(GLANCE)


@contextmanager
def _signals_set(stop: threading.Event) -> Iterator[None]:
    """Signals set ``stop`` meanwhile; in another thread than the main one there are none."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
