"""Is the process alive (``/healthz``), and can it do its work (``/readyz``)?"""

import hmac
import shutil
from collections.abc import Callable, Mapping

import structlog
from flask import Blueprint, Flask, Response, current_app, jsonify, request

from app.kernel import clock
from app.kernel.crypto.encryption import seal, unseal
from app.kernel.db import key_canaries, site
from app.kernel.db.session import db, writing
from app.kernel.files import data_dir
from app.kernel.jobs.queries import backlog
from app.kernel.web import proxies

MIN_FREE_SHARE = 0.05
"""Of the disk, 0 to 1."""
EXTENSION = "readiness"
BEARER = "Bearer "
NO_CHANGE = "UPDATE serial_counters SET value = 0 WHERE 1 = 0"
"""Of a table on which no page depends."""

bp = Blueprint("health", __name__)
log = structlog.get_logger()

Check = Callable[[], bool]


def init_app(app: Flask) -> None:
    """Register both pages."""
    app.register_blueprint(bp)
    app.extensions[EXTENSION] = dict(CHECKS)


def ready_only_if(app: Flask, name: str, check: Check) -> None:
    """Declare something without which this very host can't serve the site.

    What all hosts share and none can mend by itself, such as mail, is no such thing: each host
    would be taken out for it, and nothing would be served.
    """
    app.extensions[EXTENSION][name] = check


@bp.get("/healthz")
def alive() -> Response:
    """Answers as long as the process does; touches nothing else."""
    return _answer({"status": "ok"})


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """Whether this host can serve the site; to who runs it, by the name of each check.

    They are told of what waits in the outbox too, which never takes a host out: it is the worker's.
    """
    checks = run_checks()
    is_ready = all(checks.values())
    body: dict[str, object] = {"status": "ready" if is_ready else "not ready"}
    if may_look_inside():
        body |= {"checks": checks, "outbox": outbox_by_topic() if checks["schema"] else {}}
    return _answer(body), 200 if is_ready else 503


def may_look_inside() -> bool:
    """Whether who runs the site asks: from this machine past no proxy, or with METRICS_TOKEN."""
    if proxies.is_from_this_machine():
        return True
    token = str(current_app.config["METRICS_TOKEN"])
    given = request.headers.get("Authorization", "")
    if not token or not given.startswith(BEARER):
        return False
    return hmac.compare_digest(given.removeprefix(BEARER).encode(), token.encode())


def run_checks() -> dict[str, bool]:
    """Each check of this host by name, and whether all is in order."""
    checks: Mapping[str, Check] = current_app.extensions[EXTENSION]
    return {name: _holds(name, check) for name, check in checks.items()}


def outbox_by_topic() -> dict[str, dict[str, int]]:
    """Of each topic how many messages wait, for how many seconds the oldest does, how many died."""
    now = clock.now()
    return {
        each.topic: {
            "waiting": each.depth,
            "oldest_seconds": round(each.oldest_age(now).total_seconds()),
            "dead": each.dead,
        }
        for each in backlog()
    }


def database_takes_writes() -> bool:
    """A write is let in: one that changes no row, which a standby refuses like any other."""
    with writing():
        db.session.connection().exec_driver_sql(NO_CHANGE)
    return True


def disk_has_room() -> bool:
    """There is room for new files: five percent of the disk."""
    usage = shutil.disk_usage(current_app.config["DATA_DIR"])
    return usage.free / usage.total >= MIN_FREE_SHARE


def keys_work() -> bool:
    """What the current key seals, it opens; and it is the one that the data lie under."""
    key_canaries.check(key_canaries.canaries())
    return unseal(seal(b"ready", "readyz"), "readyz") == b"ready"


def folder_is_ours() -> bool:
    """DATA_DIR is the folder that the database belongs with."""
    return data_dir.problem() is None


CHECKS: dict[str, Check] = {
    "database": database_takes_writes,
    "schema": site.is_sufficient,
    "disk": disk_has_room,
    "keys": keys_work,
    "data_dir": folder_is_ours,
}
"""What is looked at here; what lies above the kernel's web pages declares its own."""


def _holds(name: str, check: Check) -> bool:
    try:
        return check()
    except Exception as error:  # noqa: BLE001  # whatever went wrong, the answer is: not in order
        db.session.rollback()
        log.warning("readiness.failed", check=name, error=type(error).__name__)
        return False


def _answer(body: Mapping[str, object]) -> Response:
    response = jsonify(body)
    response.headers["Cache-Control"] = "no-store"
    return response
