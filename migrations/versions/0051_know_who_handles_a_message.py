"""Know which process handles a message of the outbox

Revision ID: 0051
Revises: 0050
Create Date: 2026-11-26 05:50:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox_messages", sa.Column("leased_by", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox_messages", "leased_by")
