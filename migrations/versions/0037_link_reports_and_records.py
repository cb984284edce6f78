"""Link reports, penalties and entries of the black list

Revision ID: 0037
Revises: 0036
Create Date: 2026-11-25 23:40:08.201743
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import watching

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matter_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_disclosures.id"], name=op.f("fk_matter_cases_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matters.id"], name=op.f("fk_matter_cases_matter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_cases")),
        sa.UniqueConstraint("matter_id", "case_id", name=op.f("uq_matter_cases_matter_id_case_id")),
    )
    op.create_index("ix_matter_cases_case_id", "matter_cases", ["case_id"])
    op.create_table(
        "case_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_disclosures.id"], name=op.f("fk_case_entries_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["credit_entries.id"], name=op.f("fk_case_entries_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_entries")),
        sa.UniqueConstraint("case_id", "entry_id", name=op.f("uq_case_entries_case_id_entry_id")),
    )
    op.create_index("ix_case_entries_entry_id", "case_entries", ["entry_id"])
    for statement in watching(op.get_bind().dialect.name, "case_entries"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("case_entries")
    op.drop_table("matter_cases")
