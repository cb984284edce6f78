"""Index what suspends entries of the red list

Revision ID: 0010
Revises: 0009
Create Date: 2026-11-25 17:50:00
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLE = "credit_entries"
PERIOD = ["published_on", "publish_until"]
LIST, STANDING = "ix_credit_entries_list", "ix_credit_entries_standing"
LISTED = ["list", "status", "decided_on"]


def upgrade() -> None:
    op.drop_index(LIST, table_name=TABLE)
    op.create_index(LIST, TABLE, [*LISTED, "id", *PERIOD, "company_id"])
    op.create_index(STANDING, TABLE, ["company_id", "list", "status", *PERIOD])


def downgrade() -> None:
    op.drop_index(STANDING, table_name=TABLE)
    op.drop_index(LIST, table_name=TABLE)
    op.create_index(LIST, TABLE, [*LISTED, *PERIOD])
