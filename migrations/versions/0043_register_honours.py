"""Register honours

Revision ID: 0043
Revises: 0042
Create Date: 2026-11-26 02:20:00
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import watching

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

TABLE, LINKS = "honours", "honour_entries"
LISTED = ["status", "granted_on", "id", "published_on", "publish_until", "company_id"]
INDEXES = {
    "list": [*LISTED, "kind", "grade"],
    "company": ["company_id", "status", "granted_on", "id"],
    "document_number": ["document_number"],
    "granting_bureau_id": ["granting_bureau_id"],
    "import_batch_id": ["import_batch_id"],
    "source_bureau_id": ["source_bureau_id"],
    "uscc": ["uscc"],
}
KEYS = {
    "company_id": "companies.id",
    "district_code": "districts.code",
    "granting_bureau_id": "bureaus.id",
    "import_batch_id": "import_batches.id",
    "source_bureau_id": "bureaus.id",
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("party_name", sa.String(length=200), nullable=False),
        sa.Column("party_kind", sa.String(length=40), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("registration_number", sa.String(length=50), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("granting_bureau_id", sa.Integer(), nullable=True),
        sa.Column("grantor", sa.String(length=100), nullable=False),
        sa.Column("document_number", sa.String(length=128), nullable=True),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("merits", sa.Text(), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("attachments", sa.String(length=300), nullable=False),
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
        sa.CheckConstraint(
            "party_kind <> 'person' OR uscc IS NULL", name=op.f("ck_honours_person_without_code")
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR (publish_until IS NOT NULL AND publish_until <= valid_until)",
            name=op.f("ck_honours_shown_while_valid"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_honours_{column}"))
            for column, target in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honours")),
        sa.UniqueConstraint("source_key", name=op.f("uq_honours_source_key")),
    )
    for name, columns in INDEXES.items():
        op.create_index(f"ix_{TABLE}_{name}", TABLE, columns)
    op.create_table(
        LINKS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("honour_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["honour_id"], ["honours.id"], name=op.f("fk_honour_entries_honour_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["credit_entries.id"], name=op.f("fk_honour_entries_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honour_entries")),
        sa.UniqueConstraint(
            "honour_id", "entry_id", name=op.f("uq_honour_entries_honour_id_entry_id")
        ),
    )
    op.create_index("ix_honour_entries_entry_id", LINKS, ["entry_id"])
    for table in (TABLE, LINKS):
        for statement in watching(op.get_bind().dialect.name, table):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table(LINKS)
    op.drop_table(TABLE)
