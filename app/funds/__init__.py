"""The reward fund for quality and brands (质量与品牌奖励资金): who was paid how much, and why."""

from flask import Flask

from app.companies.records import register_records
from app.funds import importing, queries
from app.funds.views import bp, company_records
from app.search.documents import SearchKind
from app.search.sources import register_source


def init_app(app: Flask) -> None:
    """Register the public pages, the source of the search index, and the import."""
    app.register_blueprint(bp)
    register_records(app, company_records)
    register_source(app, SearchKind.FUND, queries.search_documents)
    importing.init_app(app)
