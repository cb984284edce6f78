"""Link articles to cases and companies

Revision ID: 0018
Revises: 0017
Create Date: 2026-11-25 19:44:02.731904
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import watching

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

LINKS = {"bulletin_cases": "case_disclosures", "bulletin_companies": "companies"}
KEYS = {"bulletin_cases": "case_id", "bulletin_companies": "company_id"}
NEW_FIELDS = {"case_ids": [], "company_ids": [], "telling_words": ""}


def upgrade() -> None:
    op.add_column(
        "bulletins",
        sa.Column("telling_words", sa.String(length=500), nullable=False, server_default=""),
    )
    for table, target in LINKS.items():
        key = KEYS[table]
        op.create_table(
            table,
            sa.Column("bulletin_id", sa.Integer(), nullable=False),
            sa.Column(key, sa.Integer(), nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            *([sa.Column("known_as", sa.JSON(), nullable=False)] if key == "case_id" else []),
            sa.ForeignKeyConstraint(
                ["bulletin_id"], ["bulletins.id"], name=op.f(f"fk_{table}_bulletin_id")
            ),
            sa.ForeignKeyConstraint([key], [f"{target}.id"], name=op.f(f"fk_{table}_{key}")),
            sa.PrimaryKeyConstraint("bulletin_id", key, name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_{key}"), table, [key])
        for statement in watching(op.get_bind().dialect.name, table):
            op.execute(statement)
    _tell_versions()


def downgrade() -> None:
    for table in LINKS:
        op.drop_table(table)
    op.drop_column("bulletins", "telling_words")


def _tell_versions() -> None:
    """What waits for review is held against its article field by field."""
    versions = sa.table(
        "record_versions",
        *(sa.column("id", sa.Integer), sa.column("kind", sa.String), sa.column("values", sa.JSON)),
    )
    mine = sa.select(versions.c.id, versions.c["values"]).where(versions.c.kind == "bulletins")
    for key, said in op.get_bind().execute(mine).all():
        change = sa.update(versions).where(versions.c.id == key)
        op.get_bind().execute(change.values({"values": {**NEW_FIELDS, **said}}))
