"""Administrative licences."""

from flask import Flask

from app.kernel.search.appearance import Appearance
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import register_source
from app.records.companies.records import register_records
from app.records.licences import importing, queries
from app.records.licences.views import bp, company_records


def init_app(app: Flask) -> None:
    """Register the public pages and the source of the search index."""
    app.register_blueprint(bp)
    register_records(app, company_records)
    register_source(
        app,
        SearchKind.LICENCE,
        queries.search_documents,
        appearance=Appearance("licences.detail", "licence_id", "许", "许可名称"),
    )
    importing.init_app(app)
