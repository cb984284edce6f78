"""The desk: worklists and matters."""

from app.complaints.staff_views import bulk, evidence, inbox, matter, registration, replies
from app.complaints.staff_views.blueprint import bp

__all__ = ["bp", "bulk", "evidence", "inbox", "matter", "registration", "replies"]
