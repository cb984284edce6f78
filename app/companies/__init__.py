"""Market entities."""

from flask import Flask

from app.companies import importing, queries
from app.search.documents import SearchKind
from app.search.sources import register_source


def init_app(app: Flask) -> None:
    """Register the source of the search index."""
    register_source(app, SearchKind.COMPANY, queries.search_documents)
    importing.init_app(app)
