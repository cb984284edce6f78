"""The desk: signing in, one's own account, its factors and passkeys, and the list of accounts."""

from app.people.staff_views import own_factor, passkeys, people
from app.people.staff_views.blueprint import bp

__all__ = ["bp", "own_factor", "passkeys", "people"]
