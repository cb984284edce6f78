"""Reporting: the questions, the category, and handing in."""

from app.matters.complaints.intake.views import categories, flow, handing_in

__all__ = ["categories", "flow", "handing_in"]
