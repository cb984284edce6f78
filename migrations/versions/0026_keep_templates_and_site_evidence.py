"""Keep templates of replies, and what staff bring from the spot

Revision ID: 0026
Revises: 0025
Create Date: 2026-11-25 22:20:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reply_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau_id"], ["bureaus.id"], name=op.f("fk_reply_templates_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_templates")),
        sa.UniqueConstraint("bureau_id", "title", name=op.f("uq_reply_templates_bureau_id_title")),
    )
    op.create_index(op.f("ix_reply_templates_bureau_id"), "reply_templates", ["bureau_id"])
    op.create_table(
        "site_evidence",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matters.id"], name=op.f("fk_site_evidence_matter_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_site_evidence_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_evidence")),
        sa.UniqueConstraint("upload_id", name=op.f("uq_site_evidence_upload_id")),
    )
    op.create_index(op.f("ix_site_evidence_matter_id"), "site_evidence", ["matter_id"])


def downgrade() -> None:
    op.drop_table("site_evidence")
    op.drop_table("reply_templates")
