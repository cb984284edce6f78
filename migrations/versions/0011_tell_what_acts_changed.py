"""Tell in the audit log what acts changed

Columns are added in place: a copy of the table would lose the triggers that guard it. Rows that
are there keep the first version of the seal, and stay as sound as they were. Going back takes
what the seals of newer rows vouch for, so that these no longer hold.

Revision ID: 0011
Revises: 0010
Create Date: 2026-11-25 18:05:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLE = "audit_events"
NEWEST = ["at", "id"]
BEFORE = {"at": ["at"], "action": ["action"]}
AFTER = {
    "at": [*NEWEST, "actor_role"],
    **{name: [name, *NEWEST] for name in ("actor_name", "action", "object_type", "result")},
    "request": ["request_id"],
}


def upgrade() -> None:
    version = sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    op.add_column(TABLE, version)
    for name, kind in (("request_id", sa.String(length=32)), ("changes", sa.Text())):
        op.add_column(TABLE, sa.Column(name, kind, nullable=False, server_default=""))
    _replace(BEFORE, AFTER)


def downgrade() -> None:
    _replace(AFTER, BEFORE)
    for name in ("changes", "request_id", "version"):
        op.drop_column(TABLE, name)


def _replace(old: dict[str, list[str]], new: dict[str, list[str]]) -> None:
    for name in old:
        op.drop_index(f"ix_{TABLE}_{name}", table_name=TABLE)
    for name, columns in new.items():
        op.create_index(f"ix_{TABLE}_{name}", TABLE, columns)
