"""Note changes of public tables

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-24 17:32:08.216409
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import FIRST, forgetting, noting, unwatching, watching

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PUBLIC_TABLES = (
    "bulletins",
    "bureau_successions",
    "bureaus",
    "calendar_days",
    "case_disclosures",
    "case_milestones",
    "companies",
    "complaint_categories",
    "credit_entries",
    "deadline_rules",
    "districts",
    "former_names",
    "import_batches",
    "internal_notes",
    "key_projects",
    "matter_assistants",
    "matter_deadlines",
    "matter_events",
    "matters",
    "project_milestones",
    "project_reports",
    "public_replies",
    "ratings",
    "referrals",
    "reporter_messages",
    "routing_rule_assistants",
    "routing_rules",
    "site_facts",
    "staff",
    "staff_roles",
    "submissions",
)


def upgrade() -> None:
    revision_table = op.create_table(
        "public_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_revision")),
    )
    op.bulk_insert(revision_table, [FIRST])
    dialect = op.get_bind().dialect.name
    for statement in noting(dialect):
        op.execute(statement)
    for table in PUBLIC_TABLES:
        for statement in watching(dialect, table):
            op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for table in PUBLIC_TABLES:
        for statement in unwatching(dialect, table):
            op.execute(statement)
    for statement in forgetting(dialect):
        op.execute(statement)
    op.drop_table("public_revision")
