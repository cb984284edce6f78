"""Raise rewards of insiders, for a reason

Revision ID: 0055
Revises: 0054
Create Date: 2026-11-26 06:40:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

NAME = "ck_rewards_raised_for_a_reason"


def upgrade() -> None:
    with op.batch_alter_table("rewards") as batch:
        batch.add_column(
            sa.Column("raise_percent", sa.Integer(), nullable=False, server_default="0")
        )
        batch.add_column(sa.Column("raise_reason", sa.Text(), nullable=True))
        batch.create_check_constraint(
            op.f(NAME),
            "(raise_percent = 0 AND raise_reason IS NULL)"
            " OR (raise_percent > 0 AND raise_reason IS NOT NULL)",
        )


def downgrade() -> None:
    with op.batch_alter_table("rewards") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.drop_column("raise_reason")
        batch.drop_column("raise_percent")
