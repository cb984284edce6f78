"""Let honours and inspections be contested

Revision ID: 0053
Revises: 0052
Create Date: 2026-11-26 06:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

TABLE = "redress_applications"
RECORDS = {"honour_id": "honours", "inspection_id": "inspections"}
BEFORE = ("case_id", "entry_id", "licence_id")
ONE_OF_THREE = " OR ".join(
    "({})".format(" AND ".join(f"{each} IS {'NOT ' * (each == one)}NULL" for each in BEFORE))
    for one in BEFORE
)
ONE_OF_ALL = (
    " + ".join(f"CASE WHEN {each} IS NULL THEN 0 ELSE 1 END" for each in (*BEFORE, *RECORDS))
    + " = 1"
)
CHECK = f"ck_{TABLE}_one_record"


def upgrade() -> None:
    # These two are watched by triggers, which a copy of the table would lose.
    for table in RECORDS.values():
        op.add_column(table, sa.Column("objected_on", sa.Date(), nullable=True))
    with op.batch_alter_table(TABLE) as batch:
        for column, table in RECORDS.items():
            batch.add_column(sa.Column(column, sa.Integer(), nullable=True))
            name = op.f(f"fk_{TABLE}_{column}")
            batch.create_foreign_key(name, table, [column], ["id"])
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), ONE_OF_ALL)
    for column in RECORDS:
        op.create_index(f"ix_{TABLE}_{column}", TABLE, [column])


def downgrade() -> None:
    about = sa.table(TABLE, *(sa.column(each) for each in RECORDS))
    lost = sa.or_(*(about.c[each].is_not(None) for each in RECORDS))
    if op.get_bind().scalar(sa.select(sa.func.count()).select_from(about).where(lost)):
        raise RuntimeError("applications about honours or inspections would be lost")
    for column in RECORDS:
        op.drop_index(f"ix_{TABLE}_{column}", TABLE)
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), ONE_OF_THREE)
        for column in RECORDS:
            batch.drop_constraint(op.f(f"fk_{TABLE}_{column}"), type_="foreignkey")
            batch.drop_column(column)
    for table in RECORDS.values():
        op.drop_column(table, "objected_on")
