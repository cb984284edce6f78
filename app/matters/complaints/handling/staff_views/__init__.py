"""Pages of a matter beside its own: cases, what must be settled, files, reviews and visits."""

from app.matters.complaints.handling.staff_views import chain, closing, evidence
from app.matters.complaints.handling.staff_views.answers import bp as answers_bp

__all__ = ["answers_bp", "chain", "closing", "evidence"]
