"""``flask db …``: changes of the schema, by Flask-Migrate and Alembic."""

from contextlib import AbstractContextManager
from typing import Any

import flask_migrate
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask, current_app
from flask_migrate import Migrate
from sqlalchemy import Connection

from app.kernel.db.session import db

# A batch copies a table of SQLite, which loses its triggers. A column comes and goes without one;
# what changes a constraint is put into a batch by hand, and ``watch`` of ``migrations/triggers.py``
# behind it.
NUMBERS = "alembic_version"
"""The table that says which migrations a database has."""
migrate = Migrate(render_as_batch=False, compare_type=True)


def init_app(app: Flask) -> None:
    """Tell where the migrations are, and add their commands."""
    migrate.init_app(app, db, directory="migrations")


def differences(connection: Connection) -> list[Any]:
    """What a new migration would have to change, so that the tables are those of the models."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    found: list[Any] = compare_metadata(context, db.metadata)
    return found


def operations(connection: Connection) -> AbstractContextManager[object]:
    """Have the operations of migrations work on ``connection``."""
    context: AbstractContextManager[object] = Operations.context(
        MigrationContext.configure(connection)
    )
    return context


def upgrade() -> None:
    """Run all migrations on the site's database that it does not have."""
    _register()
    flask_migrate.upgrade()


def upgrade_on(connection: Connection) -> None:
    """Run all migrations on another database than the site's, in the caller's transaction."""
    _register()
    config = migrate.get_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _register() -> None:
    if "migrate" not in current_app.extensions:
        init_app(current_app._get_current_object())  # type: ignore[attr-defined]  # a proxy won't do
