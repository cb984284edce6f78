"""What runs beside the pages: worker, proxies, backups, and the database's connections."""

from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import text

from app.kernel import clock
from app.kernel.db import site
from app.kernel.db.session import db
from app.kernel.jobs.queries import (
    backlog,
    heartbeats,
    open_breakers,
    overdue,
    scheduled_jobs,
)
from app.kernel.jobs.worker import lanes
from app.kernel.web import proxies
from app.ops import serving_state
from app.ops.doctor.checks import DoctorCheck

ONE_HOUR = timedelta(hours=1)
OLDEST_BACKUP = timedelta(hours=26)
"""A backup each night, and the time that it takes."""
LATE = timedelta(minutes=5)
"""How long a message may wait, or a worker be silent, before it counts as down."""
START = "flask --app wsgi worker"


def _worker() -> str | None:
    """Whether a worker goes its rounds, and does what is due; what waits for a service may wait."""
    now = clock.now()
    beats = heartbeats()
    silence = [now - each.last_loop_at for each in beats]
    if silence and min(silence) > LATE:
        names = ", ".join(f"{each.host}/{each.pid}" for each in beats)
        minutes = int(min(silence).total_seconds() // 60)
        return f"no round for {minutes} minutes ({names}): {START}"
    resting = {each.topic for each in open_breakers()}
    late = sum(count for topic, count in overdue(LATE).items() if topic not in resting)
    return f"{late} messages wait: {START}" if late else None


def _services() -> str | None:
    """Whether the services outside answer, such as the mail server."""
    found = [
        f"{each.topic} has failed {each.failures} times in a row and waits: "
        f"flask --app wsgi outbox list --topic {each.topic}"
        for each in open_breakers()
    ]
    return "; ".join(found) or None


def _deliveries() -> str | None:
    found = [
        f"{each.dead} messages of {each.topic} failed for good: "
        f"flask --app wsgi outbox list --topic {each.topic}, "
        f"then flask --app wsgi outbox replay --topic {each.topic}"
        for each in backlog()
        if each.dead
    ]
    return "; ".join(found) or None


def _jobs() -> str | None:
    """Whether each job that was run succeeded the last time."""
    failed = [
        f"{each.name} ({each.last_error})"
        for each in scheduled_jobs()
        if each.last_failure_at
        and (not each.last_success_at or each.last_success_at < each.last_failure_at)
    ]
    return f"the last run failed, and the log says why: {', '.join(failed)}" if failed else None


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
    reserved = int(db.session.execute(text("SHOW superuser_reserved_connections")).scalar_one())
    wanted = wanted_connections(
        int(current_app.config["WEB_PROCESSES"]), int(current_app.config["WEB_THREADS"])
    )
    if wanted <= most - reserved:
        return None
    return (
        f"a host may open {wanted} connections, PostgreSQL gives {most - reserved} to all: raise "
        "max_connections, or lower WEB_PROCESSES or WEB_THREADS"
    )


def wanted_connections(processes: int, threads: int) -> int:
    """How many connections to PostgreSQL a host may hold at once: a thread of the site holds one
    for its request and one while it is counted; so may a lane of the worker, and a command.
    """
    return 2 * (processes * threads + len(lanes()) + 1)


def _restarts() -> str | None:
    """Whether what serves the site keeps ending (``flask serve`` starts it again)."""
    since = clock.now() - ONE_HOUR
    known = serving_state.all_of(Path(current_app.config["DATA_DIR"]))
    ended = [each for state in known for each in state.endings if each.at >= since]
    if not ended:
        return None
    last = ended[-1]
    return (
        f"{len(ended)} times in the last hour a process ended unasked, last {last.program} with "
        f"{last.exit_code}: look for program.ended and process.failed in the log"
    )


CHECKS = (
    DoctorCheck("processes", _restarts),
    DoctorCheck("worker", _worker),
    DoctorCheck("services outside", _services),
    DoctorCheck("deliveries", _deliveries),
    DoctorCheck("jobs of the worker", _jobs),
    DoctorCheck("proxies", _proxies),
    DoctorCheck("backups", _backups),
    DoctorCheck("connections", _connections),
)
