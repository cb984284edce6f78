"""The desk: worklists and matters, with the pages that other ideas add to it."""

from app.matters.complaints.desk.staff_views import matter, papers, replies, worklists
from app.matters.complaints.handling.staff_views import answers_bp
from app.matters.complaints.intake import staff_views as registration
from app.matters.complaints.matter.staff_views import bp
from app.matters.complaints.routing.staff_views import bp as routing_bp

__all__ = [
    "answers_bp",
    "bp",
    "matter",
    "papers",
    "registration",
    "replies",
    "routing_bp",
    "worklists",
]
