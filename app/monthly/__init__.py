"""Monthly reports (月报): the city's numbers as they were counted when the month had ended."""

from flask import Flask

from app.core import jobs
from app.monthly import services
from app.monthly.views import bp


def init_app(app: Flask) -> None:
    """Register the public pages, and have the worker make a report when a month has ended."""
    app.register_blueprint(bp)
    jobs.each_hour(app, "monthly report", services.close_month)
