"""Keep papers of pauses

Revision ID: 0045
Revises: 0044
Create Date: 2026-11-26 03:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

STILL_OPEN = sa.text("last_day IS NULL")


def upgrade() -> None:
    op.create_table(
        "pause_papers",
        sa.Column("pause_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["pause_id"], ["clock_pauses.id"], name="fk_pause_papers_pause_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pause_papers"),
        sa.UniqueConstraint("pause_id", name="uq_pause_papers_pause_id"),
        sa.UniqueConstraint("upload_id", name="uq_pause_papers_upload_id"),
    )
    op.create_index(
        "uq_clock_pauses_open",
        "clock_pauses",
        ["deadline_id"],
        unique=True,
        sqlite_where=STILL_OPEN,
        postgresql_where=STILL_OPEN,
    )


def downgrade() -> None:
    op.drop_index("uq_clock_pauses_open", table_name="clock_pauses")
    op.drop_table("pause_papers")
