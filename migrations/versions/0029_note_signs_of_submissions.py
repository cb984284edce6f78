"""Note signs of submissions

Revision ID: 0029
Revises: 0028
Create Date: 2026-11-25 22:40:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "submission_signs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("pattern", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_submission_signs_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_signs")),
        sa.UniqueConstraint(
            "submission_id", "pattern", name=op.f("uq_submission_signs_submission_id_pattern")
        ),
    )
    op.create_index(
        op.f("ix_submission_signs_submission_id"), "submission_signs", ["submission_id"]
    )


def downgrade() -> None:
    op.drop_table("submission_signs")
