"""The public pages: reporting, tracking, and what has been answered."""

from app.complaints.views import (
    amending,
    categories,
    flow,
    handing_in,
    own_data,
    papers,
    public,
    reviewing,
    track,
)
from app.complaints.views.blueprint import bp

__all__ = [
    "amending",
    "bp",
    "categories",
    "flow",
    "handing_in",
    "own_data",
    "papers",
    "public",
    "reviewing",
    "track",
]
