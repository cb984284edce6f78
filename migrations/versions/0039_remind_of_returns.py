"""Remind of returns

Revision ID: 0039
Revises: 0038
Create Date: 2026-11-26 02:20:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "return_reminders",
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["return_id"], ["matter_returns.id"], name="fk_return_reminders_return_id"
        ),
        sa.PrimaryKeyConstraint("return_id", "threshold", name="pk_return_reminders"),
    )


def downgrade() -> None:
    op.drop_table("return_reminders")
