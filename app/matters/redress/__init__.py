"""Objections to published records, and credit repair: applying, tracking, deciding."""

from flask import Flask

from app.kernel.files import uploads
from app.kernel.jobs import jobs
from app.matters.redress.queries.applications import kept_files
from app.matters.redress.services.applying import sweep_drafts
from app.matters.redress.views import bp


def init_app(app: Flask) -> None:
    """Register the public pages, and have the worker forget what was never handed in."""
    app.register_blueprint(bp)
    jobs.each_minute(app, "expired applications", sweep_drafts)
    uploads.keep_files_of(app, kept_files)


__all__ = ["bp", "init_app"]
