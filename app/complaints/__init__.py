"""Complaints and violation reports: handing in, handling, tracking, and public outcomes."""

from flask import Flask

from app.complaints.services.drafts import sweep_drafts, sweep_files
from app.complaints.views import bp
from app.core import jobs


def init_app(app: Flask) -> None:
    """Register the public pages, and have the worker forget what was never handed in."""
    app.register_blueprint(bp)
    jobs.each_minute(app, "expired drafts", sweep_drafts)
    jobs.each_hour(app, "orphaned files", sweep_files)


__all__ = ["bp", "init_app"]
