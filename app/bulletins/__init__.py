"""Notices, warnings, typical cases, campaigns."""

from flask import Flask

from app.bulletins.views import bp


def init_app(app: Flask) -> None:
    """Register the public pages."""
    app.register_blueprint(bp)
