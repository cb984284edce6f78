"""What a database is made of: compared with the models, or with another database."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from app.kernel.db.session import db

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}
PARTS = ("columns", "pk_constraint", "foreign_keys", "unique_constraints", "check_constraints")
"""Of tables, as SQLAlchemy reads them."""


def differences(engine: Engine) -> list[object]:
    """What a new migration would have to change, so that the tables are those of the models."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found: list[object] = compare_metadata(context, db.metadata)
        return found


def triggers(engine: Engine) -> dict[str, str]:
    """What the database does by itself, by names."""
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(text(TRIGGERS[engine.name]))}


def indexes(engine: Engine) -> set[str]:
    """The statements by which a database of SQLite made its indexes."""
    made = "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    with engine.connect() as connection:
        return set(connection.execute(text(made)).scalars())


def tables(engine: Engine) -> dict[tuple[str, str], list[str]]:
    """All that is to be known of tables, in whatever order it was made: by part and table."""
    inspector = inspect(engine)
    described: dict[tuple[str, str], list[str]] = {}
    for part in PARTS:
        for (_, name), items in getattr(inspector, f"get_multi_{part}")().items():
            described[part, name] = sorted(
                map(_line, items if isinstance(items, list) else [items])
            )
    return described


def _line(item: dict[str, Any]) -> str:
    return str(sorted((key, str(value)) for key, value in item.items()))
