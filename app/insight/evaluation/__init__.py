"""The city's evaluation: how matters were handled, and which penalties were published."""

from flask import Flask

from app.insight.evaluation import measures
from app.insight.evaluation.queries import checks, facts, penalties, scoring
from app.insight.evaluation.rules import count_words
from app.insight.evaluation.views import bp
from app.kernel.aggregates.kinds import register_kind


def init_app(app: Flask) -> None:
    """Register the pages, the filter that keeps small numbers back, and what is counted ahead."""
    app.jinja_env.filters["small"] = count_words
    app.register_blueprint(bp)
    kinds = (
        facts.summed_kind(),
        penalties.summed_kind(),
        *scoring.summed_kinds(),
        checks.summed_kind(),
    )
    for kind in kinds:
        register_kind(app, kind)
    measures.init_app(app)
