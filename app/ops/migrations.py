"""``flask db …``: changes of the schema, by Flask-Migrate and Alembic."""

from flask import Flask
from flask_migrate import Migrate

from app.kernel.db.session import db

migrate = Migrate(render_as_batch=True, compare_type=True)


def init_app(app: Flask) -> None:
    """Tell where the migrations are, and add their commands."""
    migrate.init_app(app, db, directory="migrations")
