"""What looking after a site adds to it."""

from flask import Flask

from app.ops import audit_mail, monitoring


def init_app(app: Flask) -> None:
    """Register what the worker does beside the features' own jobs, and the page of metrics."""
    audit_mail.init_app(app)
    monitoring.init_app(app)
