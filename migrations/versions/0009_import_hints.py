"""Tell hints about imported rows from errors

Revision ID: 0009
Revises: 0008
Create Date: 2026-11-25 10:00:00
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import watching

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LISTED = "ix_import_findings_list"
BY_BATCH = "ix_import_findings_batch_id"


def upgrade() -> None:
    with op.batch_alter_table("import_batches") as table:
        table.add_column(sa.Column("rows_hinted", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("import_batches") as table:
        table.alter_column("rows_hinted", server_default=None)
    _watch_again()
    with op.batch_alter_table("import_findings") as table:
        table.add_column(sa.Column("kind", sa.String(40), nullable=False, server_default="error"))
        table.drop_index(BY_BATCH)
        table.create_index(LISTED, ["batch_id", "kind", "row", "id"])
    with op.batch_alter_table("import_findings") as table:
        table.alter_column("kind", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("import_findings") as table:
        table.drop_index(LISTED)
        table.create_index(BY_BATCH, ["batch_id"])
        table.drop_column("kind")
    with op.batch_alter_table("import_batches") as table:
        table.drop_column("rows_hinted")
    _watch_again()


def _watch_again() -> None:
    """SQLite alters a table by copying it, and the copy has no triggers."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in watching("sqlite", "import_batches"):
            op.execute(statement)
