"""The desk: worklists and matters."""

from app.complaints.staff_views import evidence, inbox, matter
from app.complaints.staff_views.blueprint import bp

__all__ = ["bp", "evidence", "inbox", "matter"]
