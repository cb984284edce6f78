"""Raise signals of risk

Revision ID: 0036
Revises: 0035
Create Date: 2026-11-25 23:10:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "risk_signals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("company", "product", "street", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("key_index", sa.String(length=120), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("lead_bureau_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=True),
        sa.Column(
            "verdict", sa.Enum("useful", "not_useful", native_enum=False, length=40), nullable=True
        ),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("judged_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletins.id"], name=op.f("fk_risk_signals_bulletin_id")
        ),
        sa.ForeignKeyConstraint(
            ["judged_by_id"], ["staff.id"], name=op.f("fk_risk_signals_judged_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["lead_bureau_id"], ["bureaus.id"], name=op.f("fk_risk_signals_lead_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_signals")),
    )
    op.create_index("ix_risk_signals_key_index", "risk_signals", ["key_index", "raised_at"])
    op.create_index("ix_risk_signals_lead", "risk_signals", ["lead_bureau_id", "raised_at"])


def downgrade() -> None:
    op.drop_table("risk_signals")
