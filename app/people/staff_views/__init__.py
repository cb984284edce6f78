"""The desk: signing in, one's own account, its second factor, and the list of accounts."""

from app.people.staff_views import own_factor, people
from app.people.staff_views.blueprint import bp

__all__ = ["bp", "own_factor", "people"]
