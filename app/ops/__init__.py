"""Running the site: starting and stopping its processes, backups, and what production lacks."""

from flask import Flask

from app.ops import audit_mail, monitoring


def init_app(app: Flask) -> None:
    """Register what the worker does beside the features' own jobs, and the page of metrics."""
    audit_mail.init_app(app)
    monitoring.init_app(app)
