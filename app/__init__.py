"""The application factory: a table of contents of the site."""

from flask import Flask

import config
from app import audit, cli, complaints, core, imports, notify, portal, search
from app.core import db as database

FEATURES: tuple[str, ...] = ()


def create_app(settings: config.Config | None = None) -> Flask:
    """Make the site from ``settings`` (from the environment when not given)."""
    settings = settings or config.load()
    app = Flask(
        __name__,
        template_folder=str(config.BASE_DIR / "templates"),
        static_folder=str(config.BASE_DIR / "static"),
        instance_path=str(settings.DATA_DIR),
    )
    app.config.from_mapping(settings.as_flask())
    database.init_app(app)
    core.init_app(app)
    audit.init_app(app)
    notify.init_app(app)
    search.init_app(app)
    imports.init_app(app)
    complaints.init_app(app)
    portal.init_app(app)
    cli.init_app(app)
    return app
