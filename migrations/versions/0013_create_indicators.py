"""Create indicators and their values

Revision ID: 0013
Revises: 0012
Create Date: 2026-11-25 19:20:11.402118
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import watching

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

PROMISE_IS_WHOLE = (
    "(target IS NULL) = (direction IS NULL) AND (target IS NULL) = (quote IS NULL) "
    "AND (target IS NULL) = (item IS NULL)"
)
ON_THE_SITE = sa.text("status = 'published'")


def upgrade() -> None:
    op.create_table(
        "indicators",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("strand", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("formula", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("frequency", sa.String(length=40), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=True),
        sa.Column("item", sa.String(length=20), nullable=True),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("direction", sa.String(length=40), nullable=True),
        sa.Column("target", sa.String(length=24), nullable=True),
        sa.Column("baseline", sa.String(length=24), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.CheckConstraint(PROMISE_IS_WHOLE, name=op.f("ck_indicators_promise_is_whole")),
        sa.ForeignKeyConstraint(
            ["bureau_id"], ["bureaus.id"], name=op.f("fk_indicators_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicators")),
        sa.UniqueConstraint("code", name=op.f("uq_indicators_code")),
        sa.UniqueConstraint("name", name=op.f("uq_indicators_name")),
    )
    op.create_index("ix_indicators_bureau_id", "indicators", ["bureau_id"])
    _create_values()
    for table in ("indicators", "indicator_values"):
        for statement in watching(op.get_bind().dialect.name, table):
            op.execute(statement)


def _create_values() -> None:
    op.create_table(
        "indicator_values",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=12), nullable=False),
        sa.Column("period_ends_on", sa.Date(), nullable=False),
        sa.Column("value", sa.String(length=24), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("source_on", sa.Date(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("remark", sa.String(length=500), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
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
            ["import_batch_id"],
            ["import_batches.id"],
            name=op.f("fk_indicator_values_import_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicators.id"], name=op.f("fk_indicator_values_indicator_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_bureau_id"],
            ["bureaus.id"],
            name=op.f("fk_indicator_values_source_bureau_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_values")),
        sa.UniqueConstraint("source_key", name=op.f("uq_indicator_values_source_key")),
    )
    listed = ["indicator_id", "status", "period_ends_on"]
    op.create_index("ix_indicator_values_list", "indicator_values", listed)
    for column in ("period_ends_on", "source_bureau_id", "import_batch_id"):
        op.create_index(f"ix_indicator_values_{column}", "indicator_values", [column])
    op.create_index(
        "uq_indicator_values_shown",
        "indicator_values",
        ["indicator_id", "period"],
        unique=True,
        sqlite_where=ON_THE_SITE,
        postgresql_where=ON_THE_SITE,
    )


def downgrade() -> None:
    op.drop_table("indicator_values")
    op.drop_table("indicators")
