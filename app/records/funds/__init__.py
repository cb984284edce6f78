"""The reward fund for quality and brands (质量与品牌奖励资金): who was paid how much, and why."""

from flask import Flask

from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import register_source
from app.records.companies.records import register_records
from app.records.funds import importing, queries
from app.records.funds.views import bp, company_records


def init_app(app: Flask) -> None:
    """Register the public pages, the source of the search index, and the import."""
    app.register_blueprint(bp)
    register_records(app, company_records)
    register_source(app, SearchKind.FUND, queries.search_documents)
    importing.init_app(app)
