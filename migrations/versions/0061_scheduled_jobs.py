"""Keep how jobs, outside services and workers fare; find due messages by topic

Revision ID: 0061
Revises: 0060
Create Date: 2026-12-01 20:40:00
"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, optional, required

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

INDEX = "ix_outbox_messages_due"


def upgrade() -> None:
    op.create_table(
        "circuit_breakers",
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        *optional(INSTANT, "opened_at", "probe_at"),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_circuit_breakers")),
    )
    op.create_table(
        "scheduled_jobs",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("next_run_at", INSTANT, nullable=False),
        *optional(INSTANT, "leased_until", "last_started_at", "last_success_at", "last_failure_at"),
        sa.Column("leased_by", sa.String(32), nullable=True),
        sa.Column("last_duration", sa.Double(), nullable=True),
        sa.Column("last_error", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_scheduled_jobs")),
    )
    op.create_table(
        "worker_heartbeats",
        sa.Column("process", sa.String(32), nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        *required(INSTANT, "started_at", "last_loop_at"),
        sa.PrimaryKeyConstraint("process", name=op.f("pk_worker_heartbeats")),
    )
    op.drop_index(INDEX, "outbox_messages")
    op.create_index(INDEX, "outbox_messages", ["topic", "done_at", "dead_at", "available_at"])


def downgrade() -> None:
    op.drop_index(INDEX, "outbox_messages")
    op.create_index(INDEX, "outbox_messages", ["done_at", "dead_at", "available_at"])
    for table in ("worker_heartbeats", "scheduled_jobs", "circuit_breakers"):
        op.drop_table(table)
