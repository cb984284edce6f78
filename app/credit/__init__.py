"""The red and the black list."""

from flask import Flask

from app.companies.records import register_records
from app.credit import importing, queries
from app.credit.views import bp, company_records
from app.search.documents import SearchKind
from app.search.sources import register_source


def init_app(app: Flask) -> None:
    """Register the public pages and the sources of the search index."""
    app.register_blueprint(bp)
    register_records(app, company_records)
    for kind in (SearchKind.RED, SearchKind.BLACK):
        register_source(app, kind, queries.search_documents)
    importing.init_app(app)
