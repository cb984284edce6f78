"""Numbers that are counted ahead: kept by key, and counted anew when a row behind them changes.

Features: ``kinds.register_kind``. Pages: ``queries.current_counts``.
"""

from flask import Flask

from app.kernel.aggregates import changes, services
from app.kernel.jobs import jobs, outbox


def init_app(app: Flask) -> None:
    """Have the worker count what changes name, and each minute what is lacking or of yesterday."""
    changes.init_app(app)
    outbox.subscribe(app, changes.TOPIC, services.handle, batch_size=services.MESSAGES_PER_BATCH)
    jobs.beside(app, services.NAME, services.tend)
