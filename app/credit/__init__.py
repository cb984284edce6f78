"""The red and the black list."""

from flask import Flask

from app.credit.views import bp


def init_app(app: Flask) -> None:
    """Register the public pages."""
    app.register_blueprint(bp)
