"""Indicators: what the policy promised in numbers, and how the city does by other measures."""

from flask import Flask

from app.kernel.aggregates.kinds import RecountedKind, register_kind
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import register_source
from app.kernel.search.state import Appearance
from app.records.indicators import importing, measures
from app.records.indicators.queries import promises, values
from app.records.indicators.views import bp


def init_app(app: Flask) -> None:
    """Register the public pages, the source of the search index, and what is kept of values."""
    app.register_blueprint(bp)
    register_source(
        app,
        SearchKind.INDICATOR,
        promises.search_documents,
        appearance=Appearance("indicators.detail", "code", "诺", "指标名称"),
        turning=promises.turning_keys,
    )
    importing.init_app(app)
    measures.init_app(app)
    _keep_values(app)


def _keep_values(app: Flask) -> None:
    """Have computed values kept; with a day a month may begin, so they are of that day."""
    known: measures.Measures = app.extensions[measures.EXTENSION]
    register_kind(
        app,
        RecountedKind(
            name=values.KIND,
            count=values.count,
            scopes=lambda: sorted(known.stored),
            rows=known.rows,
            is_daily=True,
        ),
    )
