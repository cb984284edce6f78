"""Publish accidents of quality and safety, and recalls of products

Revision ID: 0059
Revises: 0058
Create Date: 2026-12-01 15:30:00
"""

import sqlalchemy as sa
from alembic import op

from migrations.triggers import watch

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recalls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("product", sa.String(length=200), nullable=False),
        sa.Column("brand", sa.String(length=100), nullable=True),
        sa.Column("model", sa.String(length=200), nullable=True),
        sa.Column("batch", sa.String(length=500), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("maker_kind", sa.String(length=40), nullable=False),
        sa.Column("maker_name", sa.String(length=200), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("danger", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("announcing_bureau_id", sa.Integer(), nullable=True),
        sa.Column("announcing_body", sa.String(length=200), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("remark", sa.String(length=512), nullable=True),
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
            "maker_kind <> 'person' OR uscc IS NULL", name=op.f("ck_recalls_person_without_code")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR begins_on <= ends_on", name=op.f("ck_recalls_begins_first")
        ),
        sa.CheckConstraint("items >= 0", name=op.f("ck_recalls_items")),
        sa.ForeignKeyConstraint(
            ["announcing_bureau_id"], ["bureaus.id"], name=op.f("fk_recalls_announcing_bureau_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_recalls_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f("fk_recalls_district_code")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batches.id"], name=op.f("fk_recalls_import_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_bureau_id"], ["bureaus.id"], name=op.f("fk_recalls_source_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recalls")),
        sa.UniqueConstraint("source_key", name=op.f("uq_recalls_source_key")),
    )
    with op.batch_alter_table("recalls") as batch_op:
        batch_op.create_index(
            "ix_recalls_company",
            ["company_id", "status", "announced_on", "id", "published_on", "publish_until"],
        )
        batch_op.create_index(batch_op.f("ix_recalls_import_batch_id"), ["import_batch_id"])
        batch_op.create_index(
            "ix_recalls_list",
            [
                "status",
                "announced_on",
                "id",
                "published_on",
                "publish_until",
                "kind",
                "announcing_bureau_id",
                "district_code",
            ],
        )
        batch_op.create_index(batch_op.f("ix_recalls_source_bureau_id"), ["source_bureau_id"])
        batch_op.create_index(batch_op.f("ix_recalls_uscc"), ["uscc"])
    watch("recalls")


def downgrade() -> None:
    op.drop_table("recalls")
