"""The public pages: reporting, tracking, and what has been answered."""

from app.matters.complaints.views import (
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
from app.matters.complaints.views.blueprint import bp

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
