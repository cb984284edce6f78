"""Disclose fund payments

Revision ID: 0049
Revises: 0048
Create Date: 2026-11-26 03:10:00
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import watching

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

TABLE = "fund_payments"
CODE = sa.String(length=40)
LISTED = ["status", "decided_on", "id", "published_on", "publish_until"]
INDEXES = {
    "list": [*LISTED, "year", "amount_cents"],
    "by_bureau": ["paying_bureau_id", *LISTED],
    "company": ["company_id", *LISTED],
    "uscc": ["uscc"],
    "source_bureau_id": ["source_bureau_id"],
    "import_batch_id": ["import_batch_id"],
}
KEYS = {
    "company_id": "companies.id",
    "paying_bureau_id": "bureaus.id",
    "import_batch_id": "import_batches.id",
    "source_bureau_id": "bureaus.id",
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("recipient_kind", CODE, nullable=False),
        sa.Column("recipient_name", sa.String(length=200), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("honour", sa.String(length=300), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("paying_bureau_id", sa.Integer(), nullable=True),
        sa.Column("paying_body", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("remark", sa.String(length=512), nullable=True),
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
        sa.CheckConstraint("amount_cents > 0", name=op.f(f"ck_{TABLE}_amount")),
        sa.CheckConstraint(
            "recipient_kind <> 'person' OR uscc IS NULL",
            name=op.f(f"ck_{TABLE}_person_without_code"),
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
