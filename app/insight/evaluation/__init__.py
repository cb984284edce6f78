"""The city's evaluation: how matters were handled, and which penalties were published."""

from flask import Flask

from app.insight.evaluation import measures, registered_sums
from app.insight.evaluation.rules import words
from app.insight.evaluation.views import bp


def init_app(app: Flask) -> None:
    """Register the page, and the filter that keeps small numbers back."""
    app.jinja_env.filters["small"] = words
    app.register_blueprint(bp)
    registered_sums.init_app(app)
    measures.init_app(app)
