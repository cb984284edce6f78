"""The red and the black list."""

from functools import partial

from flask import Flask

from app.companies.records import register_records
from app.credit import importing, queries
from app.credit.rules import ListKind
from app.credit.views import bp, company_records
from app.search.documents import SearchKind
from app.search.sources import register_source

SEARCHED = {SearchKind.RED: ListKind.RED, SearchKind.BLACK: ListKind.BLACK}


def init_app(app: Flask) -> None:
    """Register the public pages and the sources of the search index."""
    app.register_blueprint(bp)
    register_records(app, company_records)
    for searched, kind in SEARCHED.items():
        register_source(app, searched, partial(queries.search_documents, kind))
    importing.init_app(app)
