"""Indicators: what the policy promised in numbers, and how the city does by other measures."""

from flask import Flask

from app.indicators.views import bp


def init_app(app: Flask) -> None:
    """Register the public pages."""
    app.register_blueprint(bp)
