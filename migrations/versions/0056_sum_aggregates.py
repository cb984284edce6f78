"""Keep what each item counts beside the sums, and what turns with a day

Revision ID: 0056
Revises: 0055
Create Date: 2026-11-26 00:55:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "aggregate_turns",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "day", "scope", "part", name="pk_aggregate_turns"),
    )
    op.create_table(
        "counted_items",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "item", name="pk_counted_items"),
    )


def downgrade() -> None:
    op.drop_table("counted_items")
    op.drop_table("aggregate_turns")
