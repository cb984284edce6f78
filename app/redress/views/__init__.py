"""The public pages: applying and tracking."""

from app.redress.views import flow, handing_in, track
from app.redress.views.blueprint import bp

__all__ = ["bp", "flow", "handing_in", "track"]
