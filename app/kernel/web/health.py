"""Is the process alive (``/healthz``), and can it do its work (``/readyz``)?"""

import shutil
from collections.abc import Callable, Mapping
from datetime import timedelta

from flask import Blueprint, Flask, Response, current_app, jsonify
from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.crypto.encryption import seal, unseal
from app.kernel.db import site
from app.kernel.db.session import db
from app.kernel.jobs.outbox import OutboxMessage

MIN_FREE_SHARE = 0.05
"""Of the disk, 0 to 1."""
MAX_OUTBOX_AGE = timedelta(minutes=15)

bp = Blueprint("health", __name__)


def init_app(app: Flask) -> None:
    """Register both pages."""
    app.register_blueprint(bp)


@bp.get("/healthz")
def alive() -> Response:
    """Answers as long as the process does; touches nothing else."""
    return _answer({"status": "ok"})


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """Whether each part that the site needs is in order, by name."""
    checks = run_checks()
    is_ready = all(checks.values())
    body = {"status": "ready" if is_ready else "not ready", "checks": checks}
    return _answer(body), 200 if is_ready else 503


def run_checks() -> dict[str, bool]:
    """Each part that the site needs, and whether it is in order."""
    return {name: _holds(check) for name, check in CHECKS.items()}


def database_answers() -> bool:
    """A statement comes back."""
    return db.session.scalar(select(1)) == 1


def disk_has_room() -> bool:
    """There is room for new files: five percent of the disk."""
    usage = shutil.disk_usage(current_app.config["DATA_DIR"])
    return usage.free / usage.total >= MIN_FREE_SHARE


def outbox_moves() -> bool:
    """No mail or index entry has been waiting for 15 minutes; if one has, the worker is down."""
    oldest = db.session.scalar(
        select(func.min(OutboxMessage.available_at)).where(
            OutboxMessage.done_at.is_(None), OutboxMessage.dead_at.is_(None)
        )
    )
    return oldest is None or clock.now() - oldest < MAX_OUTBOX_AGE


def keys_work() -> bool:
    """What the current key seals, it opens."""
    return unseal(seal(b"ready", "readyz"), "readyz") == b"ready"


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "schema": site.is_current,
    "disk": disk_has_room,
    "outbox": outbox_moves,
    "keys": keys_work,
}


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # noqa: BLE001  # whatever went wrong, the answer is: not in order
        db.session.rollback()
        return False


def _answer(body: Mapping[str, object]) -> Response:
    response = jsonify(body)
    response.headers["Cache-Control"] = "no-store"
    return response
