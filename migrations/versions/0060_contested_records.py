"""Name the record that an application contests by its kind and key; let recalls be contested

Until now each kind had a column of its own.

Revision ID: 0060
Revises: 0059
Create Date: 2026-12-01 16:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

TABLE = "redress_applications"
INDEX = "ix_redress_applications_record"
CHECK = "ck_redress_applications_one_record"
TARGETS = {
    "case": "case_disclosures",
    "entry": "credit_entries",
    "licence": "administrative_licences",
    "honour": "honours",
    "inspection": "inspections",
}
"""The tables of the kinds that had a column."""
COLUMNS = {kind: f"{kind}_id" for kind in TARGETS}
ONE_RECORD = " + ".join(
    f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in COLUMNS.values()
)

applications = sa.table(
    TABLE, *map(sa.column, ("number", "record_kind", "record_id", *COLUMNS.values()))
)


def upgrade() -> None:
    op.add_column("recalls", sa.Column("objected_on", sa.Date(), nullable=True))
    op.add_column(TABLE, sa.Column("record_kind", sa.String(40), nullable=True))
    op.add_column(TABLE, sa.Column("record_id", sa.Integer(), nullable=True))
    for kind, column in COLUMNS.items():
        key = applications.c[column]
        op.execute(
            applications.update().where(key.is_not(None)).values(record_kind=kind, record_id=key)
        )
        op.drop_index(index_of(column), TABLE)
    with op.batch_alter_table(TABLE) as batch_op:
        batch_op.drop_constraint(op.f(CHECK), type_="check")
        for column in COLUMNS.values():
            batch_op.drop_column(column)
        batch_op.alter_column("record_kind", existing_type=sa.String(40), nullable=False)
        batch_op.alter_column("record_id", existing_type=sa.Integer(), nullable=False)
    op.create_index(INDEX, TABLE, ["record_kind", "record_id"])


def downgrade() -> None:
    refuse_newer_kinds()
    for column in COLUMNS.values():
        op.add_column(TABLE, sa.Column(column, sa.Integer(), nullable=True))
    for kind, column in COLUMNS.items():
        is_of_it = applications.c.record_kind == kind
        op.execute(applications.update().where(is_of_it).values({column: applications.c.record_id}))
    op.drop_index(INDEX, TABLE)
    with op.batch_alter_table(TABLE) as batch_op:
        batch_op.drop_column("record_kind")
        batch_op.drop_column("record_id")
        for kind, target in TARGETS.items():
            column = COLUMNS[kind]
            batch_op.create_foreign_key(f"fk_{TABLE}_{column}", target, [column], ["id"])
        batch_op.create_check_constraint(op.f(CHECK), f"{ONE_RECORD} = 1")
    for column in COLUMNS.values():
        op.create_index(index_of(column), TABLE, [column])
    op.drop_column("recalls", "objected_on")


def index_of(column: str) -> str:
    """The index of a column that pointed to records."""
    return f"ix_{TABLE}_{column}"


def refuse_newer_kinds() -> None:
    """An application is never dropped: going back is refused where there is no column for it."""
    newer = applications.c.record_kind.not_in(TARGETS)
    numbers = op.get_bind().scalars(sa.select(applications.c.number).where(newer)).all()
    if numbers:
        raise RuntimeError(f"before 0060 nothing can hold these applications: {numbers[:5]}")
