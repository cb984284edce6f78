"""Tell the changes of imports

Revision ID: 0020
Revises: 0019
Create Date: 2026-11-25 19:50:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("record_versions") as table:
        table.add_column(sa.Column("import_batch_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("import_row", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_record_versions_import_batch_id_import_batches"),
            "import_batches",
            ["import_batch_id"],
            ["id"],
        )
    op.create_index(
        "ix_record_versions_import", "record_versions", ["import_batch_id", "import_row"]
    )
    op.add_column("import_batches", sa.Column("changes", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("import_batches", "changes")
    op.drop_index("ix_record_versions_import", "record_versions")
    with op.batch_alter_table("record_versions") as table:
        table.drop_constraint(
            op.f("fk_record_versions_import_batch_id_import_batches"), type_="foreignkey"
        )
        table.drop_column("import_row")
        table.drop_column("import_batch_id")
