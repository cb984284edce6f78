"""Ask staff for a second factor

Revision ID: 0048
Revises: 0047
Create Date: 2026-11-26 03:05:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "second_factors",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("failed_attempts", sa.Integer(), nullable=False),
        sa.Column("locked_until", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_second_factors_staff_id"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_second_factors"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_recovery_codes_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_codes"),
        sa.UniqueConstraint("staff_id", "code_hash", name="uq_recovery_codes_staff_id_code_hash"),
    )
    op.add_column(
        "staff_sessions",
        sa.Column("awaits_code", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("staff_sessions", sa.Column("second_factor_at", INSTANT, nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM staff_sessions WHERE awaits_code")
    op.drop_column("staff_sessions", "second_factor_at")
    op.drop_column("staff_sessions", "awaits_code")
    op.drop_table("recovery_codes")
    op.drop_table("second_factors")
