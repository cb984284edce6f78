"""Keep versions of records

Revision ID: 0012
Revises: 0011
Create Date: 2026-11-25 17:45:30.114920
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import watching

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=80), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitter_id", sa.Integer(), nullable=True),
        sa.Column("submitter_name", sa.String(length=80), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_name", sa.String(length=80), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_versions")),
        sa.UniqueConstraint(
            "kind", "record_id", "number", name=op.f("uq_record_versions_kind_record_id_number")
        ),
    )
    op.create_index("ix_record_versions_queue", "record_versions", ["state", "kind", "record_id"])
    op.create_table(
        "change_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_notes")),
    )
    op.create_index("ix_change_notes_record", "change_notes", ["kind", "record_id"])
    for statement in watching(op.get_bind().dialect.name, "change_notes"):
        op.execute(statement)
    op.add_column(
        "project_reports",
        sa.Column("reached", sa.String(length=300), nullable=False, server_default=""),
    )
    op.add_column("project_reports", sa.Column("reached_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("project_reports", "reached_on")
    op.drop_column("project_reports", "reached")
    op.drop_table("change_notes")
    op.drop_table("record_versions")
