"""Notices, warnings, typical cases, campaigns."""

from flask import Flask

from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import register_followers, register_source
from app.kernel.search.state import Appearance
from app.records.bulletins import queries
from app.records.bulletins.queries import links
from app.records.bulletins.views import bp, case_articles
from app.records.cases.kind import register_articles


def init_app(app: Flask) -> None:
    """Register the public pages and the source of the search index."""
    app.register_blueprint(bp)
    article = SearchKind.BULLETIN
    register_source(
        app,
        article,
        queries.search_documents,
        appearance=Appearance("bulletins.detail", "bulletin_id", "告", "标题"),
    )
    register_followers(app, SearchKind.CASE, followed_by=article, followers=links.articles_of_cases)
    register_followers(
        app, SearchKind.COMPANY, followed_by=article, followers=links.articles_of_parties
    )
    register_articles(app, case_articles)
