"""Merge matters, and know what reports have in common

Revision ID: 0035
Revises: 0034
Create Date: 2026-11-25 23:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mergers",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["matters.id"], name=op.f("fk_mergers_lead_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_mergers_matter_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_mergers_staff_id")),
        sa.PrimaryKeyConstraint("matter_id", name=op.f("pk_mergers")),
    )
    op.create_index(op.f("ix_mergers_lead_id"), "mergers", ["lead_id"])
    op.create_table(
        "submission_traits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("street", "product", native_enum=False, length=40), nullable=False
        ),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("key_index", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_submission_traits_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_traits")),
    )
    op.create_index(
        "ix_submission_traits_key_index", "submission_traits", ["key_index", "submission_id"]
    )
    op.create_index(
        op.f("ix_submission_traits_submission_id"), "submission_traits", ["submission_id"]
    )


def downgrade() -> None:
    op.drop_table("submission_traits")
    op.drop_table("mergers")
