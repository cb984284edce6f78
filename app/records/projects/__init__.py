"""Key projects."""

from flask import Flask

from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import register_source
from app.kernel.search.state import Appearance
from app.records.companies.kind import register_records
from app.records.projects import importing
from app.records.projects.queries import documents
from app.records.projects.views import bp, company_records


def init_app(app: Flask) -> None:
    """Register the public pages and the source of the search index."""
    app.register_blueprint(bp)
    register_records(app, company_records)
    register_source(
        app,
        SearchKind.PROJECT,
        documents.search_documents,
        appearance=Appearance("projects.detail", "code", "项", "项目名称"),
        turning=documents.turning_keys,
    )
    importing.init_app(app)
