"""Whether the tables are as this code knows them.

Migrations are numbered, so that this is told without Alembic, which reads each of them.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import column, inspect, select, table

from app.kernel.db.session import db

MIGRATIONS = Path(__file__).parents[3] / "migrations" / "versions"
_APPLIED = table("alembic_version", column("version_num"))


@cache
def newest_migration() -> str:
    """The number of the last migration that there is."""
    return max(path.name.partition("_")[0] for path in MIGRATIONS.glob("[0-9]*.py"))


def is_current() -> bool:
    """Whether the last migration has been applied to the database."""
    if not inspect(db.session.connection()).has_table(_APPLIED.name):
        return False
    return list(db.session.scalars(select(_APPLIED.c.version_num))) == [newest_migration()]
