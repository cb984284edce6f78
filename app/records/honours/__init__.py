"""The register of honours: who was given what by whom, and until when it holds."""

from flask import Flask

from app.kernel.search.appearance import Appearance
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import register_followers, register_source
from app.publishing.life.chain import ChainSource, register_chain
from app.records.companies.records import register_records
from app.records.honours import importing, measures
from app.records.honours.queries import records
from app.records.honours.staff_views import desk_links, entry_offers
from app.records.honours.views import bp, company_records, entry_links


def init_app(app: Flask) -> None:
    """Register the public pages, the source of the search index, and what honours lead to."""
    app.register_blueprint(bp)
    register_records(app, company_records)
    kind = SearchKind.HONOUR
    register_source(
        app,
        kind,
        records.search_documents,
        appearance=Appearance("honours.detail", "honour_id", "荣", "荣誉名称"),
        turning=records.returning_keys,
    )
    register_followers(app, SearchKind.BLACK, followed_by=kind, followers=records.beside_black)
    register_chain(app, ChainSource(public=entry_links, desk=desk_links, offers=entry_offers))
    importing.init_app(app)
    measures.init_app(app)
