"""Keep the statutory papers of matters

Revision ID: 0032
Revises: 0031
Create Date: 2026-11-25 22:20:41.118204
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matter_documents",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reader", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matters.id"], name=op.f("fk_matter_documents_matter_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_matter_documents_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_documents")),
        sa.UniqueConstraint("number", name=op.f("uq_matter_documents_number")),
    )
    op.create_index("ix_matter_documents_matter_id", "matter_documents", ["matter_id"])


def downgrade() -> None:
    op.drop_index("ix_matter_documents_matter_id", table_name="matter_documents")
    op.drop_table("matter_documents")
