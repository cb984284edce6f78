"""Indicators: what the policy promised in numbers, and how the city does by other measures."""

from flask import Flask

from app.indicators import importing
from app.indicators.queries import documents
from app.indicators.views import bp
from app.search.documents import SearchKind
from app.search.sources import register_source


def init_app(app: Flask) -> None:
    """Register the public pages and the source of the search index."""
    app.register_blueprint(bp)
    register_source(
        app, SearchKind.INDICATOR, documents.search_documents, turning=documents.turning_keys
    )
    importing.init_app(app)
