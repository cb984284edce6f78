"""Jobs that the worker repeats: each runs once when it is due, however many workers there are.

When it is due, who runs it and how it went is in ``scheduled_jobs``. Whoever takes a job moves the
time at which it is due next, by an UPDATE that only one can win. What failed is due again after
RETRY_AFTER at the latest. What fell due while no worker ran is done once, at the next start.
"""

import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from flask import Flask, current_app
from sqlalchemy import or_, select, update

from app.kernel import clock
from app.kernel.db.session import db, insert_or, reading_only
from app.kernel.jobs import process_locks
from app.kernel.jobs.models import ScheduledJob

EXTENSION = "jobs"
MAIN = "main"
HOURLY = "hourly"
RETRY_AFTER = timedelta(minutes=5)
LEASE = timedelta(hours=1)
"""For workers on other hosts: of one on this host it is known at once that it has ended."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

log = structlog.get_logger()


@dataclass(frozen=True)
class JobDeclaration:
    """What is repeated, how often, and in which lane of the worker."""

    name: str
    task: Callable[[], object]
    period: timedelta
    lane: str
    offset: timedelta = timedelta()
    """How long after the start of each period it is due."""
    is_waiting: Callable[[], bool] | None = None
    """Whether there is work for it between two periods. None where that is never asked."""
    woken: threading.Event = field(default_factory=threading.Event)
    """Set by who knows, in the worker itself, that there is work for it now."""

    @property
    def is_exclusive(self) -> bool:
        """Whether it runs once at a time over all workers; the others share out their work."""
        return self.lane in {MAIN, HOURLY}

    def next_run(self, now: datetime) -> datetime:
        """The first instant after ``now`` at which it is due by the clock."""
        periods = (now - EPOCH - self.offset) // self.period + 1
        return EPOCH + periods * self.period + self.offset


@dataclass(frozen=True)
class JobRun:
    """How a job went."""

    name: str
    result: object
    is_failed: bool = False


def declare(app: Flask, job: JobDeclaration) -> None:
    """Have the worker repeat ``job``."""
    app.extensions.setdefault(EXTENSION, {})[job.name] = job


def declared() -> Mapping[str, JobDeclaration]:
    """All jobs by name, in the order in which they were declared."""
    found: Mapping[str, JobDeclaration] = current_app.extensions.get(EXTENSION, {})
    return found


def run_due(lanes: Collection[str]) -> list[JobRun]:
    """Run what is due in these lanes, one after the other."""
    jobs = [job for job in declared().values() if job.lane in lanes]
    due = _due(jobs)
    return [_run(job) for job in jobs if job.name in due and _claim(job)]


def run_waiting(lane: str) -> list[JobRun]:
    """Run what is not due by the clock, but was woken, or says itself that there is work."""
    return [
        _run(job)
        for job in declared().values()
        if job.lane == lane and (job.woken.is_set() or _is_waiting(job))
    ]


def _is_waiting(job: JobDeclaration) -> bool:
    if job.is_waiting is None:
        return False
    db.session.rollback()
    with reading_only():
        answer = job.is_waiting()
        db.session.rollback()
    return answer


def _due(jobs: Collection[JobDeclaration]) -> set[str]:
    """Looked up without the write lock; a job that nobody has run yet is due."""
    db.session.rollback()
    with reading_only():
        rows = select(ScheduledJob.name, ScheduledJob.next_run_at).where(
            ScheduledJob.name.in_([job.name for job in jobs])
        )
        known = dict(db.session.execute(rows).all())
        db.session.rollback()
    now = clock.now()
    return {job.name for job in jobs if known.get(job.name, now) <= now}


def _claim(job: JobDeclaration) -> bool:
    """Take it, unless another worker was faster or still runs it."""
    now = clock.now()
    first = insert_or(ScheduledJob).values(name=job.name, next_run_at=now)
    db.session.execute(first.on_conflict_do_nothing())
    values: dict[str, object] = {"next_run_at": job.next_run(now), "last_started_at": now}
    if job.is_exclusive:
        values |= {"leased_until": now + LEASE, "leased_by": process_locks.own()}
    claim = (
        update(ScheduledJob)
        .where(
            ScheduledJob.name == job.name,
            ScheduledJob.next_run_at <= now,
            or_(
                ScheduledJob.leased_until.is_(None),
                ScheduledJob.leased_until < now,
                ScheduledJob.leased_by == process_locks.own(),  # which could not give it back
            ),
        )
        .values(**values)
        .returning(ScheduledJob.name)
    )
    is_claimed = db.session.scalar(claim) is not None
    db.session.commit()
    return is_claimed


def _run(job: JobDeclaration) -> JobRun:
    """Run it in a context of its own, and note how that went."""
    job.woken.clear()
    started = time.monotonic()
    try:
        with current_app.app_context():
            result = job.task()
    except Exception as error:  # whatever it was, the other jobs go on
        seconds = time.monotonic() - started
        log.error("job.failed", job=job.name, seconds=round(seconds, 3), exc_info=error)
        _note_failure(job, seconds, type(error).__name__)
        return JobRun(job.name, None, is_failed=True)
    seconds = time.monotonic() - started
    _note(job, seconds, last_success_at=clock.now())
    log.info("job.succeeded", job=job.name, seconds=round(seconds, 3))
    return JobRun(job.name, result)


def _note_failure(job: JobDeclaration, seconds: float, error: str) -> None:
    now = clock.now()
    soon = min(job.next_run(now), now + RETRY_AFTER)
    _note(job, seconds, last_failure_at=now, last_error=error, next_run_at=soon)


def _note(job: JobDeclaration, seconds: float, **values: object) -> None:
    """Write how it went; what was taken is given back."""
    free = {"leased_until": None, "leased_by": None} if job.is_exclusive else {}
    noted = {**values, **free, "last_duration": seconds}
    row = insert_or(ScheduledJob).values(
        name=job.name, **{"next_run_at": job.next_run(clock.now()), **noted}
    )
    db.session.rollback()
    db.session.execute(row.on_conflict_do_update(index_elements=["name"], set_=noted))
    db.session.commit()
