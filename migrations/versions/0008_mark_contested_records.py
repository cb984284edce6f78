"""Mark contested records

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-25 17:40:12.310482
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("case_disclosures", "credit_entries", "administrative_licences")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("objected_on", sa.Date(), nullable=True))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "objected_on")
