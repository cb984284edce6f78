"""``/metrics``: what Prometheus reads, for who runs the site. For all others there is no such page.

What requests count lies in ``app.kernel.metrics``. What stands here is looked up when somebody
asks, and costs nothing until then.
"""

import shutil
from collections.abc import Callable, Mapping
from datetime import datetime

import structlog
from flask import Blueprint, Flask, Response, current_app

from app.kernel import clock, metrics
from app.kernel.audit.queries import last_anchor_at
from app.kernel.db.session import db
from app.kernel.db.site import last_backup_at
from app.kernel.errors import NotFoundError
from app.kernel.jobs import queries as jobs_queries
from app.kernel.metrics import SiteGauge
from app.kernel.search import sources, state
from app.kernel.web import headers, health

ALONE = ""
"""The label value of what is measured once."""
INDEX_TOPICS = frozenset({sources.TOPIC, state.TOPIC})
"""What waits under these is not yet found by searches."""

bp = Blueprint("monitoring", __name__)
headers.no_store(bp)
log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Register the page."""
    app.register_blueprint(bp)


@bp.get("/metrics")
def show() -> Response:
    """All that is counted and measured, in the text format of Prometheus.

    Raises NotFoundError for whoever may not look inside.
    """
    if not health.may_look_inside():
        raise NotFoundError
    return Response(metrics.exposition(GAUGES), content_type=metrics.CONTENT_TYPE)


def _checks() -> Mapping[str, float]:
    return health.run_checks()


def _free_disk() -> Mapping[str, float]:
    usage = shutil.disk_usage(current_app.config["DATA_DIR"])
    return {ALONE: usage.free / usage.total}


def _waiting() -> Mapping[str, float]:
    return {each.topic: each.depth for each in jobs_queries.backlog()}


def _oldest() -> Mapping[str, float]:
    now = clock.now()
    return {each.topic: each.oldest_age(now).total_seconds() for each in jobs_queries.backlog()}


def _dead() -> Mapping[str, float]:
    return {each.topic: each.dead for each in jobs_queries.backlog()}


def _index_lag() -> Mapping[str, float]:
    """How long the oldest change has waited to be found; 0 where an index needs no worker."""
    lags = [age for topic, age in _oldest().items() if topic in INDEX_TOPICS]
    return {ALONE: max(lags, default=0.0)}


def _breakers() -> Mapping[str, float]:
    opened = {each.topic for each in jobs_queries.open_breakers()}
    return {each.topic: each.topic in opened for each in jobs_queries.backlog()}


def _heartbeat() -> Mapping[str, float]:
    """Of the worker that was heard last: another that ended without a word is no fault."""
    return _age(max((each.last_loop_at for each in jobs_queries.heartbeats()), default=None))


def _jobs() -> Mapping[str, float]:
    """By job. One that never succeeded counts from when it was first begun."""
    ages = {
        job.name: _age(job.last_success_at or job.last_started_at)
        for job in jobs_queries.scheduled_jobs()
    }
    return {name: age[ALONE] for name, age in ages.items() if age}


def _backup() -> Mapping[str, float]:
    return _age(last_backup_at())


def _anchor() -> Mapping[str, float]:
    return _age(last_anchor_at())


def _age(moment: datetime | None) -> Mapping[str, float]:
    """Seconds since then; nothing where it never was, so that its metric is absent."""
    return {ALONE: (clock.now() - moment).total_seconds()} if moment else {}


def _safely(gauge: SiteGauge) -> SiteGauge:
    """The same, left out while it can't be measured: what the others say is needed most then."""

    def measure() -> Mapping[str, float]:
        try:
            return gauge.measure()
        except Exception as error:  # noqa: BLE001  # whatever went wrong, the others go on
            db.session.rollback()
            log.warning("metrics.failed", gauge=gauge.name, error=type(error).__name__)
            return {}

    return SiteGauge(gauge.name, gauge.meaning, gauge.label, measure)


MEASURED: tuple[tuple[str, str, str, Callable[[], Mapping[str, float]]], ...] = (
    ("check", "Whether a check of /readyz holds: 1, or 0", "check", _checks),
    ("disk_free_ratio", "Free part of the disk of DATA_DIR, 0 to 1", ALONE, _free_disk),
    ("outbox_waiting_messages", "Messages that wait in the outbox", "topic", _waiting),
    ("outbox_oldest_seconds", "How long the oldest of them has waited", "topic", _oldest),
    ("outbox_dead_messages", "Messages given up after their last attempt", "topic", _dead),
    ("breaker_open", "Whether a topic's outside service is given a rest", "topic", _breakers),
    ("index_lag_seconds", "How long a change waits for searches to find it", ALONE, _index_lag),
    ("worker_heartbeat_age_seconds", "Since a worker was heard of", ALONE, _heartbeat),
    ("job_success_age_seconds", "Since a job of the worker last succeeded", "job", _jobs),
    ("backup_age_seconds", "Since the last backup that lacks nothing was begun", ALONE, _backup),
    ("audit_anchor_age_seconds", "Since the audit log's end was last noted", ALONE, _anchor),
)
"""Name, meaning, the label that tells the values apart, and how they are found."""
GAUGES = tuple(
    _safely(SiteGauge(f"mingjian_{name}", meaning, label, measure))
    for name, meaning, label, measure in MEASURED
)
