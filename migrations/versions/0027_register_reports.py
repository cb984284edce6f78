"""Register what was told by telephone, letter or visit

Revision ID: 0027
Revises: 0026
Create Date: 2026-11-25 22:40:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registrations",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("phone", "letter", "visit", "hotline", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_registrations_submission_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_registrations_staff_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_registrations")),
    )


def downgrade() -> None:
    op.drop_table("registrations")
