"""Keep who follows a matter as sessions on the server

Revision ID: 0062
Revises: 0061
Create Date: 2026-12-01 20:50:00
"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, required

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

TABLE = "tracking_sessions"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(20), nullable=False),
        sa.Column("opened_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        *required(INSTANT, "created_at", "last_seen_at", "expires_at"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("token_hash", name=op.f(f"uq_{TABLE}_token_hash")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
