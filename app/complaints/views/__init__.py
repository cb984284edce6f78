"""The public pages: reporting, tracking, and what has been answered."""

from app.complaints.views import flow, handing_in, public, track
from app.complaints.views.blueprint import bp

__all__ = ["bp", "flow", "handing_in", "public", "track"]
