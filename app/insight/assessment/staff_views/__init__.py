"""The desk of the assessment, nested under ``admin``: the office's cycles, the units' own pages."""

from app.insight.assessment.staff_views import cycles, rows, units
from app.insight.assessment.staff_views.blueprint import bp

__all__ = ["bp", "cycles", "rows", "units"]
