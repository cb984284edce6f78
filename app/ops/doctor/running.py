"""What runs beside the pages: the worker and its deliveries, and the proxies before the site."""

from datetime import timedelta

from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.db.session import db
from app.kernel.jobs.models import OutboxMessage
from app.kernel.web import proxies
from app.ops.doctor.checks import DoctorCheck

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


CHECKS = (
    DoctorCheck("worker", _worker),
    DoctorCheck("deliveries", _deliveries),
    DoctorCheck("proxies", _proxies),
)
