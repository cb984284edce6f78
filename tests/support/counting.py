"""What the worker does between two requests."""

from app.aggregates import services
from app.core import outbox
from app.core.db import db


def let_the_worker_count() -> None:
    """Take in what has changed, and count what was never counted or held on another day."""
    db.session.commit()
    while outbox.drain():
        pass
    services.tend()
