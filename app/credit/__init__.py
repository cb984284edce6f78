"""The red and the black list."""

from flask import Flask

from app.companies.records import register_records
from app.credit import importing, queries
from app.credit.views import bp, company_records
from app.search.documents import SearchKind
from app.search.sources import register_followers, register_source


def init_app(app: Flask) -> None:
    """Register the public pages and the sources of the search index."""
    app.register_blueprint(bp)
    register_records(app, company_records)
    red, black = SearchKind.RED, SearchKind.BLACK
    register_source(app, black, queries.search_documents)
    register_source(app, red, queries.search_documents, turning=queries.returning_keys)
    register_followers(app, black, followed_by=red, followers=queries.red_beside)
    importing.init_app(app)
