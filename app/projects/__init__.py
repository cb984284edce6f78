"""Key projects."""

from flask import Flask

from app.companies.records import register_records
from app.projects import importing
from app.projects.queries import documents
from app.projects.views import bp, company_records
from app.search.documents import SearchKind
from app.search.sources import register_source


def init_app(app: Flask) -> None:
    """Register the public pages and the source of the search index."""
    app.register_blueprint(bp)
    register_records(app, company_records)
    register_source(
        app, SearchKind.PROJECT, documents.search_documents, turning=documents.turning_keys
    )
    importing.init_app(app)
