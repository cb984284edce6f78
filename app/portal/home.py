"""The home page."""

from flask import render_template

from app.portal.blueprint import bp


@bp.get("/")
def home() -> str:
    """Search, the two acts, the city's numbers, and the newest of each list."""
    return render_template("portal/home.html")
