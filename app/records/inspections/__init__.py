"""Spot checks, patrols and unannounced inspections: what was found in each batch of a product."""

from flask import Flask

from app.kernel.search.appearance import Appearance
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import register_source
from app.records.companies.records import register_records
from app.records.inspections import importing, queries
from app.records.inspections.views import bp, company_records


def init_app(app: Flask) -> None:
    """Register the public pages, the source of the search index, and the import."""
    app.register_blueprint(bp)
    register_records(app, company_records)
    register_source(
        app,
        SearchKind.INSPECTION,
        queries.search_documents,
        appearance=Appearance("inspections.detail", "inspection_id", "检", "抽查结果"),
    )
    importing.init_app(app)
