"""Satisfaction surveys: who was asked what, how many answered how, and how sure that is."""

from flask import Flask

from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import register_source
from app.kernel.search.state import Appearance
from app.records.surveys import importing, measures, queries
from app.records.surveys.views import bp


def init_app(app: Flask) -> None:
    """Register the public pages, the source of the search index, the values of promises,
    and the import.
    """
    app.register_blueprint(bp)
    register_source(
        app,
        SearchKind.SURVEY,
        queries.search_documents,
        appearance=Appearance("surveys.detail", "survey_id", "评", "调查名称"),
    )
    measures.init_app(app)
    importing.init_app(app)
