"""Circuit breakers: a service outside that fails is left in peace, and asked now and then.

After FAILURES in a row the breaker of its topic opens: messages wait and are not tried. When it has
rested, one of them is a probe. It closes when the service answers, and rests longer when not. All
workers share it, for they share the service.
"""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update

from app.kernel import clock
from app.kernel.db.session import db, insert_or, reading_only
from app.kernel.jobs.models import CircuitBreaker

FAILURES = 5
FIRST_REST = timedelta(seconds=30)
"""Before the first probe; before each later one twice as long."""
LONGEST_REST = timedelta(minutes=5)

log = structlog.get_logger()


class BreakerTurn:
    """What a worker may do with messages of ``topic`` now, until it asks again."""

    def __init__(self, topic: str) -> None:
        self._topic = topic
        self._failures, self._opened_at = _read(topic)
        self.is_probe = self._opened_at is not None and _claim_probe(topic, self._failures)

    def admits(self, most: int) -> int:
        """How many of ``most`` messages may be tried."""
        return most if self._opened_at is None else int(self.is_probe)

    def failed(self) -> bool:
        """Note that the service failed; returns whether the rest of the messages are to wait."""
        counted = insert_or(CircuitBreaker).values(topic=self._topic, failures=1)
        counting = counted.on_conflict_do_update(
            index_elements=["topic"], set_={"failures": CircuitBreaker.failures + 1}
        ).returning(CircuitBreaker.failures, CircuitBreaker.opened_at)
        self._failures, opened_at = db.session.execute(counting).one()
        now = clock.now()
        if opened_at is None and self._failures >= FAILURES:
            self._set(opened_at=now, probe_at=now + _rest(self._failures))
            log.error("breaker.opened", topic=self._topic, failures=self._failures)
        elif self.is_probe:
            self._set(probe_at=now + _rest(self._failures))
        db.session.commit()
        return opened_at is not None or self._failures >= FAILURES

    def succeeded(self) -> None:
        """Note that the service answered; costs nothing where it had not failed."""
        if not self._failures:
            return
        self._set(failures=0, opened_at=None, probe_at=None)
        db.session.commit()
        if self._opened_at:
            seconds = round((clock.now() - self._opened_at).total_seconds())
            log.info("breaker.closed", topic=self._topic, seconds=seconds)
        self._failures, self._opened_at = 0, None

    def _set(self, **values: object) -> None:
        db.session.execute(
            update(CircuitBreaker).where(CircuitBreaker.topic == self._topic).values(**values)
        )


def probe_now(topic: str | None = None) -> None:
    """Have the next message tried at once where a breaker rests; the caller commits."""
    resting = update(CircuitBreaker).where(CircuitBreaker.opened_at.is_not(None))
    if topic:
        resting = resting.where(CircuitBreaker.topic == topic)
    db.session.execute(resting.values(probe_at=clock.now()))


def _read(topic: str) -> tuple[int, datetime | None]:
    columns = select(CircuitBreaker.failures, CircuitBreaker.opened_at)
    db.session.rollback()
    with reading_only():
        found = db.session.execute(columns.where(CircuitBreaker.topic == topic)).one_or_none()
        db.session.rollback()
    return (found.failures, found.opened_at) if found else (0, None)


def _claim_probe(topic: str, failures: int) -> bool:
    """Whether the rest is over and this worker is the one to probe: one of all that ask."""
    now = clock.now()
    resting = update(CircuitBreaker).where(
        CircuitBreaker.topic == topic, CircuitBreaker.probe_at <= now
    )
    claim = resting.values(probe_at=now + _rest(failures)).returning(CircuitBreaker.topic)
    is_claimed = db.session.scalar(claim) is not None
    db.session.commit()
    return is_claimed


def _rest(failures: int) -> timedelta:
    doublings: int = 2 ** max(0, min(failures - FAILURES, 10))
    return min(FIRST_REST * doublings, LONGEST_REST)
