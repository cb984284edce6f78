"""Market entities."""

from flask import Flask

from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import register_source
from app.kernel.search.state import Appearance
from app.records.companies import importing, queries


def init_app(app: Flask) -> None:
    """Register the source of the search index."""
    register_source(
        app,
        SearchKind.COMPANY,
        queries.search_documents,
        appearance=Appearance("portal.company", "uscc", "企", "企业名称"),
    )
    importing.init_app(app)
