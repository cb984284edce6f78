"""Publish accidents of quality and safety, and recalls of products

Revision ID: 0059
Revises: 0058
Create Date: 2026-12-01 15:30:00
"""

import sqlalchemy as sa
from alembic import op

from migrations import columns
from migrations.triggers import watch

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recalls",
        sa.Column("id", sa.Integer, primary_key=True),
        *columns.enums("kind", "maker_kind"),
        *columns.required(sa.String(200), "product", "maker_name", "announcing_body"),
        *columns.required(sa.Text, "reason", "danger", "advice", "measures"),
        sa.Column("brand", sa.String(100)),
        sa.Column("model", sa.String(200)),
        sa.Column("batch", sa.String(500)),
        sa.Column("company_id", sa.Integer, sa.ForeignKey("companies.id")),
        sa.Column("uscc", sa.String(18), index=True),
        sa.Column("items", sa.Integer, nullable=False),
        sa.Column("announced_on", sa.Date, nullable=False),
        *columns.optional(sa.Date, "begins_on", "ends_on"),
        sa.Column("announcing_bureau_id", sa.Integer, sa.ForeignKey("bureaus.id")),
        sa.Column("district_code", sa.String(6), sa.ForeignKey("districts.code")),
        sa.Column("remark", sa.String(512)),
        sa.Column("attachments", sa.String(300), nullable=False),
        *columns.publication(),
        columns.without_code("maker_kind"),
        sa.CheckConstraint("ends_on IS NULL OR begins_on <= ends_on", name="begins_first"),
        sa.CheckConstraint("items >= 0", name="items"),
        sa.Index("ix_recalls_company", "company_id", *columns.newest("announced_on")),
        *columns.lists(
            "recalls", "announced_on", ("kind", "announcing_bureau_id", "district_code")
        ),
    )
    watch("recalls")


def downgrade() -> None:
    op.drop_table("recalls")
