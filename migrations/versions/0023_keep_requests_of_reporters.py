"""Keep requests of reporters

Revision ID: 0023
Revises: 0022
Create Date: 2026-11-25 22:20:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reporter_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matters.id"], name=op.f("fk_reporter_requests_matter_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["staff.id"], name=op.f("fk_reporter_requests_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporter_requests")),
    )
    op.create_index(op.f("ix_reporter_requests_matter_id"), "reporter_requests", ["matter_id"])
    op.add_column("submissions", sa.Column("identity_erased_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("submissions", "identity_erased_on")
    op.drop_table("reporter_requests")
