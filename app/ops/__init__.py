"""Running the site: starting and stopping its processes, backups, and what production lacks."""

from flask import Flask

from app.ops import audit_mail


def init_app(app: Flask) -> None:
    """Register what the worker does beside the features' own jobs."""
    audit_mail.init_app(app)
