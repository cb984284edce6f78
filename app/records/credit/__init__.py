"""The red and the black list."""

from flask import Flask

from app.kernel.search.appearance import Appearance
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import register_followers, register_source
from app.records.companies.records import register_records
from app.records.credit import importing, queries
from app.records.credit.views import bp, company_records


def init_app(app: Flask) -> None:
    """Register the public pages and the sources of the search index."""
    app.register_blueprint(bp)
    register_records(app, company_records)
    red, black = SearchKind.RED, SearchKind.BLACK
    register_source(
        app,
        black,
        queries.search_documents,
        appearance=Appearance("credit.detail", "entry_id", "黑", "名单主体"),
    )
    register_source(
        app,
        red,
        queries.search_documents,
        appearance=Appearance("credit.detail", "entry_id", "红", "名单主体"),
        turning=queries.returning_keys,
    )
    register_followers(app, black, followed_by=red, followers=queries.red_beside)
    importing.init_app(app)
