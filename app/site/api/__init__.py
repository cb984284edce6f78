"""The open-data API: what the public pages show, as JSON, for anyone and from any site."""

from flask import Flask

from app.kernel.web.forms import csrf
from app.site.api import description, views


def init_app(app: Flask) -> None:
    """Serve the API under ``/api/v1``."""
    csrf.exempt(views.suggest_routing)  # it reads and forgets, for nobody in particular
    app.register_blueprint(views.bp)


__all__ = ["description", "init_app", "views"]
