"""Bodies, districts, staff: who signs in, with which roles, and what they may do."""

from flask import Flask

from app import notify
from app.accounts import access, passwords, queries
from app.accounts.commands import bodies_cli, staff_cli


def init_app(app: Flask) -> None:
    """Set up sign-in, the addresses of bodies and staff for mail, and the commands."""
    passwords.init_app(app)
    access.init_app(app)
    notify.resolve(app, "bureau", queries.bureau_address)
    notify.resolve(app, "staff", queries.staff_address)
    app.cli.add_command(staff_cli)
    app.cli.add_command(bodies_cli)
