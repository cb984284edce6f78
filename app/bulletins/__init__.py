"""Notices, warnings, typical cases, campaigns."""

from flask import Flask

from app.bulletins import queries
from app.bulletins.views import bp
from app.search.documents import SearchKind
from app.search.sources import register_source


def init_app(app: Flask) -> None:
    """Register the public pages and the source of the search index."""
    app.register_blueprint(bp)
    register_source(app, SearchKind.BULLETIN, queries.search_documents)
