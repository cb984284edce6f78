"""What the worker does between two requests."""

from app.kernel.aggregates import services
from app.kernel.db.session import db
from app.kernel.jobs import outbox


def let_the_worker_count() -> None:
    """Take in what has changed, and count what was never counted or held on another day."""
    db.session.commit()
    while outbox.drain():
        pass
    services.tend()
