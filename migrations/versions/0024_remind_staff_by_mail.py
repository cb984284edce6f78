"""Remind staff by mail

Revision ID: 0024
Revises: 0023
Create Date: 2026-11-25 22:50:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("email", sa.String(length=254), nullable=True))


def downgrade() -> None:
    op.drop_column("staff", "email")
