"""What runs beside the pages: worker, proxies, backups, and the database's connections."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import func, select, text

from app.kernel import clock
from app.kernel.db import site
from app.kernel.db.session import db
from app.kernel.jobs.models import OutboxMessage
from app.kernel.web import proxies
from app.ops.doctor.checks import DoctorCheck

WORKER_THREADS = 2
ONE_HOUR = timedelta(hours=1)
OLDEST_BACKUP = timedelta(hours=26)
"""A backup each night, and the time that it takes."""
LATE = timedelta(minutes=5)
"""How long a message may wait before the worker counts as down."""


def _worker() -> str | None:
    waiting = select(func.count(OutboxMessage.id)).where(
        OutboxMessage.done_at.is_(None),
        OutboxMessage.dead_at.is_(None),
        OutboxMessage.available_at < clock.now() - LATE,
    )
    late = db.session.scalar(waiting)
    return f"{late} messages wait: flask --app wsgi worker" if late else None


def _deliveries() -> str | None:
    dead = db.session.scalar(
        select(func.count(OutboxMessage.id)).where(OutboxMessage.dead_at.is_not(None))
    )
    return f"{dead} messages failed for good: see the log" if dead else None


def _proxies() -> str | None:
    """What requests of the last week told of the proxies before the site."""
    seen = proxies.seen_lately()
    if proxies.Sighting.FORWARDED in seen:
        return (
            "requests come through a proxy, so that all visitors share its limits: "
            "set PROXY_HOPS to the number of proxies"
        )
    if proxies.Sighting.DIRECT in seen:
        return (
            "requests come past the proxies of PROXY_HOPS: let the site listen only to the proxy, "
            "or correct the number"
        )
    return None


def _backups() -> str | None:
    """Whether what residents hand in would survive the disk."""
    last = site.last_backup_at()
    command = "flask --app wsgi backup DIRECTORY each night (docs/operate/backup.md)"
    if last is None:
        return f"there is no backup: {command}"
    age = clock.now() - last
    return f"the last is {age // ONE_HOUR} hours old: {command}" if age > OLDEST_BACKUP else None


def _connections() -> str | None:
    """Whether PostgreSQL lets as many connect at once as all processes of this host may."""
    if db.engine.dialect.name != "postgresql":
        return None
    most = int(db.session.execute(text("SHOW max_connections")).scalar_one())
    kept = int(db.session.execute(text("SHOW superuser_reserved_connections")).scalar_one())
    wanted = wanted_connections(
        int(current_app.config["WEB_PROCESSES"]), int(current_app.config["WEB_THREADS"])
    )
    if wanted <= most - kept:
        return None
    return (
        f"a host may open {wanted} connections, PostgreSQL gives {most - kept} to all: raise "
        "max_connections, or lower WEB_PROCESSES or WEB_THREADS"
    )


def wanted_connections(processes: int, threads: int) -> int:
    """How many connections to PostgreSQL a host may hold at once: a thread of the site holds one
    for its request and one while it is counted; the worker has two threads, a command one.
    """
    return 2 * (processes * threads + WORKER_THREADS + 1)


CHECKS = (
    DoctorCheck("worker", _worker),
    DoctorCheck("deliveries", _deliveries),
    DoctorCheck("proxies", _proxies),
    DoctorCheck("backups", _backups),
    DoctorCheck("connections", _connections),
)
