"""Complaints and violation reports: handing in, handling, tracking, and public outcomes."""

from flask import Flask

from app.complaints.views import bp


def init_app(app: Flask) -> None:
    """Register the public pages."""
    app.register_blueprint(bp)


__all__ = ["bp", "init_app"]
