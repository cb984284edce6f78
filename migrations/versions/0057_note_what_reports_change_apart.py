"""Note apart what reports change: the numbers that some pages show

Revision ID: 0057
Revises: 0056
Create Date: 2026-11-26 06:10:00
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import Mark, Watch, forgetting, noting, unwatching, watching

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

NUMBERS = Watch(Mark.NUMBERS)
BEFORE = (
    *("closing_checks", "internal_notes", "matter_assistants", "matter_deadlines"),
    *("matter_events", "matter_returns", "matters", "public_replies", "ratings", "referrals"),
    *("reporter_messages", "staff", "staff_roles", "submissions"),
)
"""All of whose changes were noted as those of public records."""
AFTER = {
    "closing_checks": (NUMBERS,),
    "matter_deadlines": (NUMBERS,),
    "matter_returns": (NUMBERS,),
    "matters": (Watch(filled="closed_on"), NUMBERS),
    "ratings": (NUMBERS,),
    "reviews": (NUMBERS,),
    "submissions": (
        Watch(
            acts=("UPDATE",),
            columns=(
                *("consents_to_publication", "category_code", "district_code"),
                *("company_id", "project_id"),
            ),
        ),
    ),
}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    numbers = sa.Column("numbers", sa.String(length=20), nullable=False, server_default="0")
    op.add_column("public_revision", numbers)
    statements = [one for table in BEFORE for one in unwatching(dialect, table)]
    statements += noting(dialect, Mark.NUMBERS)
    for table, watches in AFTER.items():
        statements += [one for watch in watches for one in watching(dialect, table, watch)]
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    statements = []
    for table, watches in AFTER.items():
        statements += [one for watch in watches for one in unwatching(dialect, table, watch)]
    statements += forgetting(dialect, Mark.NUMBERS)
    statements += [one for table in BEFORE for one in watching(dialect, table)]
    for statement in statements:
        op.execute(statement)
    op.drop_column("public_revision", "numbers")
