"""Keep reviews and visits

Revision ID: 0038
Revises: 0037
Create Date: 2026-11-25 23:05:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

CODE = sa.String(length=40)


def upgrade() -> None:
    op.create_table(
        "closing_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.Column("outcome", CODE, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name="fk_closing_answers_matter_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_closing_answers_staff_id"),
        sa.ForeignKeyConstraint(["bureau_id"], ["bureaus.id"], name="fk_closing_answers_bureau_id"),
        sa.PrimaryKeyConstraint("id", name="pk_closing_answers"),
        sa.UniqueConstraint("matter_id", "round", name="uq_closing_answers_matter_id_round"),
    )
    op.create_index("ix_closing_answers_matter_id", "closing_answers", ["matter_id"])
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status", CODE, nullable=False),
        sa.Column("result", CODE, nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_satisfaction", CODE, nullable=True),
        sa.Column("first_manner", CODE, nullable=True),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name="fk_reviews_matter_id"),
        sa.ForeignKeyConstraint(["reviewer_id"], ["staff.id"], name="fk_reviews_reviewer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.UniqueConstraint("matter_id", name="uq_reviews_matter_id"),
    )
    op.create_index("ix_reviews_due", "reviews", ["status", "due_on"])
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_contacted", sa.Boolean(), nullable=True),
        sa.Column("is_true", sa.Boolean(), nullable=True),
        sa.Column("satisfaction", CODE, nullable=True),
        sa.Column("manner", CODE, nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "answered_at IS NULL OR is_true IS NOT NULL", name=op.f("ck_follow_ups_whole")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name="fk_follow_ups_matter_id"),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["staff.id"], name="fk_follow_ups_drawn_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_follow_ups"),
        sa.UniqueConstraint("matter_id", name="uq_follow_ups_matter_id"),
    )
    op.create_index("ix_follow_ups_drawn_at", "follow_ups", ["drawn_at"])


def downgrade() -> None:
    for table in ("follow_ups", "reviews", "closing_answers"):
        op.drop_table(table)
