"""The public pages that belong to no single feature: home, search, companies, about, open data."""

from flask import Flask

from app.site.portal import display, home, navigation, open_data, pages, search
from app.site.portal.pages import bp


def init_app(app: Flask) -> None:
    """Register the public pages, the menu and the visitor's display preferences."""
    navigation.init_app(app)
    display.init_app(app)
    app.register_blueprint(bp)


__all__ = ["bp", "display", "home", "init_app", "navigation", "open_data", "pages", "search"]
