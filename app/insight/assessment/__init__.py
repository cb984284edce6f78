"""The yearly assessment (考核): tasks, inspection, points that follow from rows, publication."""

from functools import partial

from flask import Flask

from app.insight.assessment.formula import show_points
from app.insight.assessment.queries.cycles import evidence_files
from app.insight.assessment.views import bp
from app.kernel.files import uploads


def init_app(app: Flask) -> None:
    """Register the public pages, and the filter that writes points."""
    app.jinja_env.filters["points"] = show_points
    app.jinja_env.filters["points_in_full"] = partial(show_points, in_full=True)
    app.register_blueprint(bp)
    uploads.keep_files_of(app, evidence_files)


__all__ = ["bp", "init_app"]
