"""Key projects."""

from flask import Flask

from app.projects.views import bp


def init_app(app: Flask) -> None:
    """Register the public pages."""
    app.register_blueprint(bp)
