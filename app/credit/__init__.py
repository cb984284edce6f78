"""The red and the black list."""

from functools import partial

from flask import Flask

from app.credit import importing, queries
from app.credit.rules import ListKind
from app.credit.views import bp
from app.search.documents import SearchKind
from app.search.sources import register_source

SEARCHED = {SearchKind.RED: ListKind.RED, SearchKind.BLACK: ListKind.BLACK}


def init_app(app: Flask) -> None:
    """Register the public pages and the sources of the search index."""
    app.register_blueprint(bp)
    for searched, kind in SEARCHED.items():
        register_source(app, searched, partial(queries.search_documents, kind))
    importing.init_app(app)
