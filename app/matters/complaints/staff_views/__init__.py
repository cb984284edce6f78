"""The desk: worklists, matters, reviews and visits, and the routing table."""

from app.matters.complaints.staff_views import (
    bulk,
    chain,
    closing,
    evidence,
    inbox,
    matter,
    papers,
    registration,
    replies,
)
from app.matters.complaints.staff_views.answers import bp as answers_bp
from app.matters.complaints.staff_views.blueprint import bp
from app.matters.complaints.staff_views.routing import bp as routing_bp

__all__ = [
    "answers_bp",
    "bp",
    "bulk",
    "chain",
    "closing",
    "evidence",
    "inbox",
    "matter",
    "papers",
    "registration",
    "replies",
    "routing_bp",
]
