"""Monthly reports (月报): the city's numbers as they were counted when the month had ended."""

from flask import Flask

from app.insight.monthly import queries, services
from app.insight.monthly.views import bp
from app.kernel.jobs import jobs
from app.kernel.search.documents import SearchKind
from app.kernel.search.sources import register_source
from app.kernel.search.state import Appearance


def init_app(app: Flask) -> None:
    """Register the public pages and the source of the search index, and have the worker make a
    report when a month has ended.
    """
    app.register_blueprint(bp)
    register_source(
        app,
        SearchKind.MONTHLY,
        queries.search_documents,
        appearance=Appearance("monthly.detail", "code", "月", "月报标题"),
    )
    jobs.each_hour(app, "monthly report", services.close_month)
