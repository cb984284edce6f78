"""Chinese full-text search over everything that is published.

Features: ``sources.register_source`` and ``sources.changed``. Pages: ``find.find``.
"""

from functools import partial

from flask import Flask

from app.kernel.jobs import jobs, outbox
from app.kernel.search import maintenance, sources, state
from app.kernel.web import health, page_cache


def init_app(app: Flask) -> None:
    """Open the index of the application, take messages about changed records, and tend it."""
    state.install(app)
    sources.init_app(app)
    outbox.subscribe(app, sources.TOPIC, sources.handle, batch_size=sources.MESSAGES_PER_BATCH)
    outbox.subscribe(app, state.TOPIC, maintenance.mend, batch_size=state.MESSAGES_PER_BATCH)
    page_cache.depend_on(app, partial(state.stamp, app))
    jobs.each_minute(app, "search index", maintenance.tend)
    if app.config["SEARCH_ENGINE"] == "whoosh":  # another engine's index is that of all hosts
        health.ready_only_if(app, "index", lambda: state.of(app).engine.health().ready)
