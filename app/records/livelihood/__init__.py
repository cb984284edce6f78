"""Livelihood programmes (惠民工程): each year a theme, a plan, problems solved, and proposals."""

from functools import partial

from flask import Flask

from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import register_source
from app.kernel.search.state import Appearance
from app.publishing.kind.queries import document_source
from app.records.indicators.measures import register_measure
from app.records.livelihood import importing, queries
from app.records.livelihood.kind import PROGRAMMES
from app.records.livelihood.views import bp


def init_app(app: Flask) -> None:
    """Register the public pages, the source of the search index, the values of promises,
    and the import.
    """
    app.register_blueprint(bp)
    register_source(
        app,
        SearchKind.LIVELIHOOD,
        document_source(PROGRAMMES),
        appearance=Appearance("livelihood.year", "year", "惠", "年度主题"),
    )
    for name in ("livelihood_programmes", "livelihood_actions"):
        register_measure(app, name, partial(queries.by_year, name), rows=queries.COUNTED)
    importing.init_app(app)
