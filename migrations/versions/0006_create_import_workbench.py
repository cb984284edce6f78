"""Keep what people decide about imports

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-24 18:05:00
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import watching

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STAFF = ("staff_id", "submitter_id")
ONCE = "uq_import_batches_form_token"
STATE = "ix_import_batches_state"


def upgrade() -> None:
    with op.batch_alter_table("import_batches") as table:
        for column in _columns():
            table.add_column(column)
        for name in STAFF:
            table.create_foreign_key(f"fk_import_batches_{name}", "staff", [name], ["id"])
        table.create_unique_constraint(ONCE, ["form_token"])
        table.create_index(STATE, ["state"])
    op.execute("UPDATE import_batches SET state = 'failed' WHERE finished_at IS NULL")
    with op.batch_alter_table("import_batches") as table:
        for column in _columns():
            if column.server_default is not None:
                table.alter_column(column.name, server_default=None)
    _watch_again()
    _create_findings()
    op.create_table(
        "import_column_memories",
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau_id"], ["bureaus.id"], name="fk_import_column_memories_bureau_id"
        ),
        sa.PrimaryKeyConstraint("bureau_id", "kind", name="pk_import_column_memories"),
    )


def downgrade() -> None:
    op.drop_table("import_column_memories")
    op.drop_table("import_findings")
    with op.batch_alter_table("import_batches") as table:
        table.drop_index(STATE)
        table.drop_constraint(ONCE, type_="unique")
        for name in STAFF:
            table.drop_constraint(f"fk_import_batches_{name}", type_="foreignkey")
        for column in _columns():
            table.drop_column(column.name)
    _watch_again()


def _watch_again() -> None:
    """SQLite alters a table by copying it, and the copy has no triggers."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in watching("sqlite", "import_batches"):
            op.execute(statement)


def _create_findings() -> None:
    op.create_table(
        "import_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name="fk_import_findings_batch_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import_findings"),
    )
    op.create_index("ix_import_findings_batch_id", "import_findings", ["batch_id"])


def _columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("state", sa.String(40), nullable=False, server_default="done"),
        sa.Column("failure", sa.String(500)),
        sa.Column("notices", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("total_rows", sa.Integer()),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("leased_until", sa.DateTime(timezone=True)),
        sa.Column("form_token", sa.String(32)),
        sa.Column("staff_id", sa.Integer()),
        sa.Column("staff_name", sa.String(40), nullable=False, server_default=""),
        sa.Column("submitter_id", sa.Integer()),
        sa.Column("reviewer_name", sa.String(40), nullable=False, server_default=""),
        sa.Column("upload_id", sa.String(32)),
        sa.Column("errors_id", sa.String(32)),
        sa.Column("preview", sa.Text()),
        sa.Column("choice", sa.JSON()),
    ]
