"""What every feature rests on: database, clock, errors, crypto, uploads. No domain words here."""

from flask import Flask

from app.core import (
    assets,
    crypto,
    csrf,
    error_pages,
    headers,
    health,
    jobs,
    limits,
    locale,
    logging,
    page_cache,
    record_urls,
    remembered,
    templating,
    uploads,
)


def init_app(app: Flask) -> None:
    """Wire what every page has. The order is that in which a request meets them."""
    logging.init_app(app)
    record_urls.init_app(app)
    page_cache.init_app(app)
    headers.init_app(app)
    crypto.init_app(app)
    jobs.init_app(app)
    remembered.init_app(app)
    limits.init_app(app)
    csrf.init_app(app)
    locale.init_app(app)
    templating.init_app(app)
    assets.init_app(app)
    error_pages.init_app(app)
    health.init_app(app)
    jobs.each_hour(app, "orphaned files", uploads.sweep_files)
