"""Note returns to the coordination office, and the tasks of assisting bodies

Revision ID: 0031
Revises: 0030
Create Date: 2026-11-25 22:20:00
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import watching

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

OPEN_AS_BEFORE = (
    "INSERT INTO assist_tasks (matter_id, bureau_id, assigned_on, due_on) "
    "SELECT helping.matter_id, helping.bureau_id, m.received_on, COALESCE(m.due_on, m.received_on) "
    "FROM matter_assistants AS helping JOIN matters AS m ON m.id = helping.matter_id "
    "WHERE m.status IN ('routing', 'new', 'in_progress', 'waiting_reporter', 'case_open', 'not_filed')"
)
"""Whoever assists already owes a report by the lead's own date."""


def upgrade() -> None:
    _create_returns()
    _create_tasks()
    op.execute(OPEN_AS_BEFORE)
    for statement in watching(op.get_bind().dialect.name, "matter_returns"):
        op.execute(statement)


def _create_returns() -> None:
    op.create_table(
        "matter_returns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("from_bureau_id", sa.Integer(), nullable=False),
        sa.Column("returned_by_id", sa.Integer(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("proposed_bureau_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_bureau_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint("ordinal BETWEEN 1 AND 2", name=op.f("ck_matter_returns_at_most_two")),
        sa.CheckConstraint(
            "(decided_on IS NULL) = (decided_bureau_id IS NULL)",
            name=op.f("ck_matter_returns_decided_whole"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_matter_returns_{column}")
            )
            for column, table in (
                ("decided_bureau_id", "bureaus"),
                ("decided_by_id", "staff"),
                ("from_bureau_id", "bureaus"),
                ("matter_id", "matters"),
                ("proposed_bureau_id", "bureaus"),
                ("returned_by_id", "staff"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_returns")),
        sa.UniqueConstraint(
            "matter_id", "ordinal", name=op.f("uq_matter_returns_matter_id_ordinal")
        ),
    )
    op.create_index("ix_matter_returns_body", "matter_returns", ["from_bureau_id", "returned_on"])


def _create_tasks() -> None:
    op.create_table(
        "assist_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("assigned_by_id", sa.Integer(), nullable=True),
        sa.Column("task", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_assist_tasks_{column}")
            )
            for column, table in (
                ("assigned_by_id", "staff"),
                ("bureau_id", "bureaus"),
                ("matter_id", "matters"),
                ("reported_by_id", "staff"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assist_tasks")),
    )
    op.create_index("ix_assist_tasks_body", "assist_tasks", ["bureau_id", "matter_id"])
    op.create_index("ix_assist_tasks_matter_id", "assist_tasks", ["matter_id"])


def downgrade() -> None:
    op.drop_table("assist_tasks")
    op.drop_table("matter_returns")
