"""``flask db …``: changes of the schema, by Flask-Migrate and Alembic."""

from flask import Flask
from flask_migrate import Migrate

from app.kernel.db.session import db

# A batch copies a table of SQLite, which loses its triggers. A column comes and goes without one;
# what changes a constraint is put into a batch by hand, and ``watch`` of ``migrations/triggers.py``
# behind it.
migrate = Migrate(render_as_batch=False, compare_type=True)


def init_app(app: Flask) -> None:
    """Tell where the migrations are, and add their commands."""
    migrate.init_app(app, db, directory="migrations")
