"""Remember files that wait for the virus scanner

Revision ID: 0064
Revises: 0063
Create Date: 2026-12-01 21:41:28
"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, required

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

TABLE = "file_scans"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("upload_id", sa.String(64), nullable=False),
        *required(INSTANT, "asked_at"),
        sa.Column("is_infected", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("upload_id", name=op.f(f"pk_{TABLE}")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
