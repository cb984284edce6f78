"""Add passkeys of staff; refuse roles that must be apart

Revision ID: 0063
Revises: 0062
Create Date: 2026-12-01 21:03:00
"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT
from migrations.triggers import guard_roles, lift_guard_of_roles

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    guard_roles()
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("last_used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_passkeys_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_index(op.f("ix_passkeys_staff_id"), "passkeys", ["staff_id"])
    op.create_table(
        "passkey_challenges",
        sa.Column("challenge", sa.String(86), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_passkey_challenges_staff_id")
        ),
        sa.PrimaryKeyConstraint("challenge", name=op.f("pk_passkey_challenges")),
    )
    op.create_index(op.f("ix_passkey_challenges_staff_id"), "passkey_challenges", ["staff_id"])


def downgrade() -> None:
    op.drop_table("passkey_challenges")
    op.drop_table("passkeys")
    lift_guard_of_roles()
