"""Bodies, districts, staff: who signs in, with which roles, and what they may do."""

from flask import Flask

from app.kernel import notify
from app.kernel.search.sources import register_names
from app.people import access, passwords, queries


def init_app(app: Flask) -> None:
    """Set up sign-in, the addresses of bodies and staff for mail, and names for search."""
    passwords.init_app(app)
    access.init_app(app)
    notify.resolve(app, "bureau", queries.bureau_address)
    notify.resolve(app, "staff", queries.staff_address)
    register_names(app, "district", lambda: dict(queries.district_names()))
