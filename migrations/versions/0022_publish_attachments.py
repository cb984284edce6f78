"""Publish attachments

Revision ID: 0022
Revises: 0021
Create Date: 2026-11-25 22:20:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = ("case_disclosures", "credit_entries", "administrative_licences", "key_projects")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(
            table,
            sa.Column("attachments", sa.String(length=300), nullable=False, server_default=""),
        )
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("needs_eyes", sa.Boolean(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("staff_name", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("upload_id", name=op.f("uq_attachments_upload_id")),
    )
    op.create_index("ix_attachments_record", "attachments", ["kind", "record_id"])
    op.create_table(
        "attachment_looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("staff_name", sa.String(length=80), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachments.id"],
            name=op.f("fk_attachment_looks_attachment_id_attachments"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_looks")),
        sa.UniqueConstraint(
            "attachment_id",
            "staff_id",
            name=op.f("uq_attachment_looks_attachment_id_staff_id"),
        ),
    )


def downgrade() -> None:
    op.drop_table("attachment_looks")
    op.drop_index("ix_attachments_record", "attachments")
    op.drop_table("attachments")
    for table in TABLES:
        op.drop_column(table, "attachments")
