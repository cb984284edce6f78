"""The back office: one guarded blueprint, with the desks of all features nested in it."""

from flask import Flask

from app.accounts.staff_views import bp as accounts_desk
from app.admin import system_views
from app.admin.blueprint import bp
from app.complaints.staff_views import bp as complaints_desk

DESKS = (accounts_desk, complaints_desk)

for desk in DESKS:
    bp.register_blueprint(desk)


def init_app(app: Flask) -> None:
    """Register the back office."""
    app.register_blueprint(bp)


__all__ = ["bp", "init_app", "system_views"]
