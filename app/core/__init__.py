"""What every feature rests on: database, clock, errors, crypto, uploads. No domain words here."""

from flask import Flask

from app.core import crypto, error_pages, jobs, logging, templating


def init_app(app: Flask) -> None:
    """Wire what every page has: logs, keys, template helpers, error pages, jobs."""
    logging.init_app(app)
    crypto.init_app(app)
    templating.init_app(app)
    error_pages.init_app(app)
    jobs.init_app(app)
