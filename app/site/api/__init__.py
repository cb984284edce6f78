"""The open-data API: what the public pages show, as JSON, for anyone and from any site."""

from flask import Flask

from app.kernel.web.csrf import csrf
from app.site.api import description, routing, search
from app.site.api.blueprint import bp


def init_app(app: Flask) -> None:
    """Serve the API under ``/api/v1``."""
    csrf.exempt(routing.suggest_routing)  # it reads and forgets, for nobody in particular
    app.register_blueprint(bp)


__all__ = ["bp", "description", "init_app", "routing", "search"]
