"""Disclosed administrative penalties."""

from flask import Flask

from app.cases.views import bp


def init_app(app: Flask) -> None:
    """Register the public pages."""
    app.register_blueprint(bp)
