"""Keep inspections

Revision ID: 0041
Revises: 0040
Create Date: 2026-11-26 02:10:00
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import watching

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

TABLE = "inspections"
CODE = sa.String(length=40)
LISTED = ["status", "announced_on", "id", "published_on", "publish_until"]
ASKED = ["kind", "level", "product_group", "result", "is_local", "district_code"]
INDEXES = {
    "list": [*LISTED, *ASKED],
    "by_bureau": ["inspecting_bureau_id", *LISTED],
    "company": ["company_id", *LISTED],
    "uscc": ["uscc"],
    "source_bureau_id": ["source_bureau_id"],
    "import_batch_id": ["import_batch_id"],
}
KEYS = {
    "company_id": "companies.id",
    "district_code": "districts.code",
    "inspecting_bureau_id": "bureaus.id",
    "import_batch_id": "import_batches.id",
    "source_bureau_id": "bureaus.id",
}
LINKS = {
    "inspection_cases": ("case_id", "case_disclosures"),
    "inspection_warnings": ("bulletin_id", "bulletins"),
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("level", CODE, nullable=False),
        sa.Column("product_group", CODE, nullable=False),
        sa.Column("product", sa.String(length=200), nullable=False),
        sa.Column("specification", sa.String(length=200), nullable=True),
        sa.Column("batch_number", sa.String(length=128), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("maker_kind", CODE, nullable=False),
        sa.Column("maker_name", sa.String(length=200), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("is_local", sa.Boolean(), nullable=False),
        sa.Column("seller_name", sa.String(length=200), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("result", CODE, nullable=False),
        sa.Column("failing_items", sa.Text(), nullable=True),
        sa.Column("measured", sa.Text(), nullable=True),
        sa.Column("limits", sa.Text(), nullable=True),
        sa.Column("laboratory", sa.String(length=200), nullable=False),
        sa.Column("sampled_on", sa.Date(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("announcement", sa.String(length=200), nullable=True),
        sa.Column("inspecting_bureau_id", sa.Integer(), nullable=True),
        sa.Column("inspecting_body", sa.String(length=200), nullable=False),
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
        sa.CheckConstraint(
            "(result = 'fail') = (failing_items IS NOT NULL)",
            name=op.f("ck_inspections_failure_says_why"),
        ),
        sa.CheckConstraint("sampled_on <= announced_on", name=op.f("ck_inspections_sampled_first")),
        sa.CheckConstraint(
            "maker_kind <> 'person' OR uscc IS NULL",
            name=op.f("ck_inspections_person_without_code"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [target], name=f"fk_inspections_{column}")
            for column, target in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name="pk_inspections"),
        sa.UniqueConstraint("source_key", name="uq_inspections_source_key"),
    )
    for name, columns in INDEXES.items():
        op.create_index(f"ix_{TABLE}_{name}", TABLE, columns)
    for table, (column, target) in LINKS.items():
        _link(table, column, target)
    for table in (TABLE, *LINKS):
        for statement in watching(op.get_bind().dialect.name, table):
            op.execute(statement)
    op.add_column(
        "indicators",
        sa.Column("is_reported_too", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("indicators", "is_reported_too")
    for table in (*LINKS, TABLE):
        op.drop_table(table)


def _link(table: str, column: str, target: str) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name=f"fk_{table}_inspection_id"
        ),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("inspection_id", column, name=f"uq_{table}_inspection_id_{column}"),
    )
    op.create_index(f"ix_{table}_{column}", table, [column])
