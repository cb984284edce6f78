"""Plan projects in full: investment by year, how often to report, what shows a step is reached

Revision ID: 0028
Revises: 0027
Create Date: 2026-11-25 23:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "key_projects",
        sa.Column("yearly_investment", sa.String(1000), nullable=False, server_default=""),
    )
    op.add_column(
        "key_projects",
        sa.Column("reports_every", sa.String(40), nullable=False, server_default="month"),
    )
    op.add_column(
        "project_milestones",
        sa.Column("evidence", sa.String(200), nullable=False, server_default=""),
    )


def downgrade() -> None:
    op.drop_column("project_milestones", "evidence")
    op.drop_column("key_projects", "reports_every")
    op.drop_column("key_projects", "yearly_investment")
