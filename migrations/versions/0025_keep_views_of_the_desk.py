"""Keep views of the desk

Revision ID: 0025
Revises: 0024
Create Date: 2026-11-25 22:10:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_desk_views_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_views")),
        sa.UniqueConstraint("staff_id", "name", name=op.f("uq_desk_views_staff_id_name")),
    )
    op.create_index(op.f("ix_desk_views_staff_id"), "desk_views", ["staff_id"])


def downgrade() -> None:
    op.drop_table("desk_views")
