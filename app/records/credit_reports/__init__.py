"""Credit reports: what is published of a company at one moment, under a number to verify it."""

from flask import Flask

from app.records.credit_reports.views import bp


def init_app(app: Flask) -> None:
    """Register the public pages."""
    app.register_blueprint(bp)
