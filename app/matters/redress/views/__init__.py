"""The public pages: applying and tracking."""

from app.matters.redress.views import flow, handing_in, track
from app.matters.redress.views.blueprint import bp

__all__ = ["bp", "flow", "handing_in", "track"]
