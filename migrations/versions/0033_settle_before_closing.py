"""Keep what is settled before a report is closed

Revision ID: 0033
Revises: 0032
Create Date: 2026-11-25 23:02:13.554310
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import watching

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closing_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["staff.id"], name=op.f("fk_closing_checks_approver_id")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matters.id"], name=op.f("fk_closing_checks_matter_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_closing_checks_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_checks")),
        sa.UniqueConstraint("matter_id", "item", name=op.f("uq_closing_checks_matter_id_item")),
    )
    op.create_table(
        "closing_files",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["check_id"], ["closing_checks.id"], name=op.f("fk_closing_files_check_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_files")),
        sa.UniqueConstraint("upload_id", name=op.f("uq_closing_files_upload_id")),
    )
    op.create_index("ix_closing_files_check_id", "closing_files", ["check_id"])
    for statement in watching(op.get_bind().dialect.name, "closing_checks"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("closing_files")
    op.drop_table("closing_checks")
