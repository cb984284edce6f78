"""Create administrative licences

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-24 18:17:05.029846
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import watching

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


TABLE = "administrative_licences"
PERIOD = ["published_on", "publish_until"]
LISTED = ["status", "decided_on", "id", *PERIOD]
DISTRICT, BUREAU, KIND = "district_code", "deciding_bureau_id", "kind"
INDEXES = {
    "list": [*LISTED, DISTRICT, BUREAU, KIND],
    "by_district": [DISTRICT, *LISTED, BUREAU, KIND],
    "by_bureau": [BUREAU, *LISTED, DISTRICT, KIND],
    "by_kind": [KIND, *LISTED, DISTRICT, BUREAU],
    "company": ["company_id", *LISTED],
    "decision_number": ["decision_number"],
    "licence_number": ["licence_number"],
    "uscc": ["uscc"],
    "source_bureau_id": ["source_bureau_id"],
    "import_batch_id": ["import_batch_id"],
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("party_name", sa.String(length=200), nullable=False),
        sa.Column("party_kind", sa.String(length=40), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("registration_number", sa.String(length=50), nullable=True),
        sa.Column("organisation_code", sa.String(length=9), nullable=True),
        sa.Column("tax_number", sa.String(length=20), nullable=True),
        sa.Column("institution_number", sa.String(length=12), nullable=True),
        sa.Column("society_number", sa.String(length=50), nullable=True),
        sa.Column("legal_representative", sa.String(length=50), nullable=True),
        sa.Column("document_name", sa.String(length=200), nullable=True),
        sa.Column("decision_number", sa.String(length=128), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("certificate_name", sa.String(length=200), nullable=True),
        sa.Column("licence_number", sa.String(length=128), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("deciding_bureau_id", sa.Integer(), nullable=True),
        sa.Column("deciding_body", sa.String(length=200), nullable=False),
        sa.Column("deciding_body_code", sa.String(length=18), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=True),
        sa.Column("source_body", sa.String(length=200), nullable=False),
        sa.Column("source_body_code", sa.String(length=18), nullable=True),
        sa.Column("remark", sa.String(length=512), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
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
            "party_kind <> 'person' OR coalesce(uscc, registration_number, organisation_code, "
            "tax_number, institution_number, society_number, legal_representative) IS NULL",
            name=op.f("ck_administrative_licences_person_without_codes"),
        ),
        sa.CheckConstraint(
            "valid_from <= valid_until", name=op.f("ck_administrative_licences_validity")
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR (publish_until IS NOT NULL AND publish_until <= valid_until)",
            name=op.f("ck_administrative_licences_shown_while_valid"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_administrative_licences_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["deciding_bureau_id"],
            ["bureaus.id"],
            name=op.f("fk_administrative_licences_deciding_bureau_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_code"],
            ["districts.code"],
            name=op.f("fk_administrative_licences_district_code"),
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batches.id"],
            name=op.f("fk_administrative_licences_import_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["source_bureau_id"],
            ["bureaus.id"],
            name=op.f("fk_administrative_licences_source_bureau_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_administrative_licences")),
        sa.UniqueConstraint("source_key", name=op.f("uq_administrative_licences_source_key")),
    )
    for name, columns in INDEXES.items():
        op.create_index(f"ix_{TABLE}_{name}", TABLE, columns)
    for statement in watching(op.get_bind().dialect.name, TABLE):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table(TABLE)
