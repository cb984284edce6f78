"""Keep changes of the routing table, with who proposed and who decided them

Revision ID: 0030
Revises: 0029
Create Date: 2026-11-25 22:40:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "routing_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(length=60), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("lead_bureau_id", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=True),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_routing_changes_{column}"))
            for column, target in (
                ("author_id", "staff.id"),
                ("category_code", "complaint_categories.code"),
                ("district_code", "districts.code"),
                ("lead_bureau_id", "bureaus.id"),
                ("reviewer_id", "staff.id"),
                ("rule_id", "routing_rules.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_changes")),
    )
    op.create_index(
        "ix_routing_changes_cell", "routing_changes", ["category_code", "district_code", "state"]
    )
    op.create_index("ix_routing_changes_state", "routing_changes", ["state", "id"])
    op.create_table(
        "routing_change_assistants",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["routing_changes.id"],
            name=op.f("fk_routing_change_assistants_change_id"),
        ),
        sa.ForeignKeyConstraint(
            ["bureau_id"], ["bureaus.id"], name=op.f("fk_routing_change_assistants_bureau_id")
        ),
        sa.PrimaryKeyConstraint(
            "change_id", "bureau_id", name=op.f("pk_routing_change_assistants")
        ),
    )
    op.create_index("ix_submissions_category_code", "submissions", ["category_code"])


def downgrade() -> None:
    op.drop_index("ix_submissions_category_code", "submissions")
    op.drop_table("routing_change_assistants")
    op.drop_table("routing_changes")
