"""Tell kinds of articles apart

Revision ID: 0015
Revises: 0014
Create Date: 2026-11-25 19:12:44.530118
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import watching

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

FIELDS = ("level", "scope", "campaign", "begins_on", "ends_on")
CHECKS = {
    "warning": "kind = 'warning' OR (level IS NULL AND scope IS NULL)",
    "campaign": (
        "kind = 'campaign' OR (campaign IS NULL AND begins_on IS NULL AND ends_on IS NULL)"
    ),
    "course": "begins_on <= ends_on",
}


def upgrade() -> None:
    with op.batch_alter_table("bulletins") as table:
        table.add_column(sa.Column("level", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("scope", sa.String(length=200), nullable=True))
        table.add_column(sa.Column("campaign", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("begins_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_bulletins_{name}"), condition)
    _watch_again()
    _tell_versions(dict.fromkeys(FIELDS))


def downgrade() -> None:
    with op.batch_alter_table("bulletins") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_bulletins_{name}"), type_="check")
        for column in FIELDS:
            table.drop_column(column)
    _watch_again()


def _tell_versions(values: dict[str, object]) -> None:
    """What waits for review is held against its article field by field."""
    versions = sa.table(
        "record_versions",
        *(sa.column("id", sa.Integer), sa.column("kind", sa.String), sa.column("values", sa.JSON)),
    )
    mine = sa.select(versions.c.id, versions.c["values"]).where(versions.c.kind == "bulletins")
    for key, said in op.get_bind().execute(mine).all():
        change = sa.update(versions).where(versions.c.id == key)
        op.get_bind().execute(change.values({"values": {**values, **said}}))


def _watch_again() -> None:
    """SQLite alters a table by copying it, and the copy has no triggers."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in watching("sqlite", "bulletins"):
            op.execute(statement)
