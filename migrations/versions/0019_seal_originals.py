"""Seal the originals of natural persons

Revision ID: 0019
Revises: 0018
Create Date: 2026-11-25 20:05:00.000000
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sealed_originals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("shown", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_originals")),
        sa.UniqueConstraint(
            "kind", "record_id", "shown", name=op.f("uq_sealed_originals_kind_record_id_shown")
        ),
    )


def downgrade() -> None:
    op.drop_table("sealed_originals")
