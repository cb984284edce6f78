"""Tracking by number and code, and what a reporter can do there."""

from app.matters.complaints.reporter.views import amending, own_data, papers, reviewing, track

__all__ = ["amending", "own_data", "papers", "reviewing", "track"]
