"""Create the tables of the search engine that lives in PostgreSQL

On SQLite they are made, too, and stay empty.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-24 17:10:12.480113
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TERMS = sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")
CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "search_entries",
        sa.Column("kind", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("length", sa.SmallInteger(), nullable=False),
        sa.Column("fingerprint", sa.Integer(), nullable=False),
        sa.Column("visible_from", sa.Date(), nullable=False),
        sa.Column("visible_until", sa.Date(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("bureau_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("bureau_name", sa.Text(), nullable=True),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("name_terms", TERMS, nullable=False),
        sa.Column("terms", TERMS, nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_search_entries")),
    )
    with op.batch_alter_table("search_entries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_search_entries_name_terms", ["name_terms"], postgresql_using="gin"
        )
        batch_op.create_index("ix_search_entries_terms", ["terms"], postgresql_using="gin")
        batch_op.create_index("ix_search_entries_visible_until", ["visible_until"])
    op.create_table(
        "search_codes",
        sa.Column("code", CODE, nullable=False),
        sa.Column("kind", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("code", "kind", "key", name=op.f("pk_search_codes")),
    )
    with op.batch_alter_table("search_codes", schema=None) as batch_op:
        batch_op.create_index("ix_search_codes_record", ["kind", "key"])


def downgrade() -> None:
    op.drop_table("search_codes")
    op.drop_table("search_entries")
