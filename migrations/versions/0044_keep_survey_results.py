"""Keep survey results

Revision ID: 0044
Revises: 0043
Create Date: 2026-11-26 02:40:00
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import watching

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

TABLE = "survey_results"
CODE = sa.String(length=40)
INDEXES = {
    "list": ["status", "period_ends_on", "id"],
    "indicator": ["indicator_id", "status", "period_ends_on"],
    "source_bureau_id": ["source_bureau_id"],
    "import_batch_id": ["import_batch_id"],
}
KEYS = {
    "indicator_id": "indicators.id",
    "import_batch_id": "import_batches.id",
    "source_bureau_id": "bureaus.id",
}
CHECKS = {
    "says_what_it_found": "(kind = 'share') = (satisfied IS NOT NULL) AND (kind = 'mean') = (mean IS NOT NULL)"
    " AND (kind = 'mean') = (top IS NOT NULL)",
    "sample_holds_all": "sample_size >= 1 AND satisfied <= sample_size",
    "population_holds_sample": "population >= sample_size",
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(length=12), nullable=False),
        sa.Column("period_ends_on", sa.Date(), nullable=False),
        sa.Column("surveying_body", sa.String(length=200), nullable=False),
        sa.Column("contractor", sa.String(length=200), nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("sample_size", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("satisfied", sa.Integer(), nullable=True),
        sa.Column("mean", sa.String(length=24), nullable=True),
        sa.Column("deviation", sa.String(length=24), nullable=True),
        sa.Column("top", sa.String(length=24), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("remark", sa.String(length=500), nullable=True),
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
        *(
            sa.CheckConstraint(text, name=op.f(f"ck_{TABLE}_{name}"))
            for name, text in CHECKS.items()
        ),
        *(
            sa.ForeignKeyConstraint([column], [target], name=f"fk_{TABLE}_{column}")
            for column, target in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.UniqueConstraint("source_key", name=f"uq_{TABLE}_source_key"),
    )
    for name, columns in INDEXES.items():
        op.create_index(f"ix_{TABLE}_{name}", TABLE, columns)
    for statement in watching(op.get_bind().dialect.name, TABLE):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table(TABLE)
