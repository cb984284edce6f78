"""Keep livelihood programmes

Revision ID: 0046
Revises: 0045
Create Date: 2026-11-26 03:00:00
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import watching

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

CODE = sa.String(length=40)
PROGRAMMES, PROBLEMS, PROPOSALS = (
    "livelihood_programmes",
    "livelihood_problems",
    "livelihood_proposals",
)


def upgrade() -> None:
    op.create_table(
        PROGRAMMES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=200), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("lead_body", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=True),
        *_published(PROGRAMMES),
    )
    shown = sa.text("status = 'published'")
    op.create_index(
        "uq_livelihood_programmes_shown",
        PROGRAMMES,
        ["year"],
        unique=True,
        sqlite_where=shown,
        postgresql_where=shown,
    )
    op.create_table(
        PROBLEMS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("action", CODE, nullable=False),
        sa.Column("lead_body", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("solved_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(solved_on IS NULL) = (evidence IS NULL)",
            name=op.f("ck_livelihood_problems_solved_with_evidence"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], [f"{PROGRAMMES}.id"], name=f"fk_{PROBLEMS}_programme_id"
        ),
        *_published(PROBLEMS),
    )
    op.create_index(f"ix_{PROBLEMS}_programme_id", PROBLEMS, ["programme_id"])
    for table in (PROGRAMMES, PROBLEMS):
        for column in ("source_bureau_id", "import_batch_id"):
            op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_table(
        PROPOSALS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", CODE, nullable=False),
        sa.Column("ground", CODE, nullable=True),
        sa.Column("shown_text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answering_body", sa.String(length=200), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(state = 'hidden') = (ground IS NOT NULL)",
            name=op.f("ck_livelihood_proposals_hidden_says_why"),
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{PROPOSALS}"),
        sa.UniqueConstraint("token", name=f"uq_{PROPOSALS}_token"),
    )
    op.create_index("ix_livelihood_proposals_year", PROPOSALS, ["year", "state", "id"])
    for table in (PROGRAMMES, PROBLEMS, PROPOSALS):
        for statement in watching(op.get_bind().dialect.name, table):
            op.execute(statement)


def downgrade() -> None:
    for table in (PROPOSALS, PROBLEMS, PROGRAMMES):
        op.drop_table(table)


def _published(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("attachments", sa.String(length=300), nullable=False, server_default=""),
        sa.Column("status", CODE, nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("publish_until", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawal_reason", sa.String(length=500), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("source_key", sa.String(length=64), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("source_bureau_id", sa.Integer(), nullable=True),
        sa.Column("import_batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batches.id"], name=f"fk_{table}_import_batch_id"
        ),
        sa.ForeignKeyConstraint(
            ["source_bureau_id"], ["bureaus.id"], name=f"fk_{table}_source_bureau_id"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("source_key", name=f"uq_{table}_source_key"),
    )
