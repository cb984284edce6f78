"""Award badges of creation

Revision ID: 0047
Revises: 0046
Create Date: 2026-11-26 03:10:00
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import watching

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

TABLE, EVIDENCE = "creation_applications", "creation_evidence"
SCORES, OBJECTIONS = "creation_scores", "creation_objections"
APPLICATION_KEY = f"{TABLE}.id"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("applicant", sa.String(length=100), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.Column("lead_bureau_id", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("notice_from", sa.Date(), nullable=True),
        sa.Column("notice_until", sa.Date(), nullable=True),
        sa.Column("awarded_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state <> 'awarded' OR (awarded_on IS NOT NULL AND valid_until IS NOT NULL)",
            name=op.f(f"ck_{TABLE}_badge_ends"),
        ),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f(f"fk_{TABLE}_district_code")
        ),
        sa.ForeignKeyConstraint(["bureau_id"], ["bureaus.id"], name=op.f(f"fk_{TABLE}_bureau_id")),
        sa.ForeignKeyConstraint(
            ["lead_bureau_id"], ["bureaus.id"], name=op.f(f"fk_{TABLE}_lead_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("number", name=op.f(f"uq_{TABLE}_number")),
    )
    columns = ["state", "kind", "valid_until", "district_code"]
    op.create_index(f"ix_{TABLE}_badges", TABLE, columns)
    for column in ("district_code", "bureau_id", "lead_bureau_id"):
        op.create_index(f"ix_{TABLE}_{column}", TABLE, [column])
    _create_evidence()
    _create_scores()
    _create_objections()
    for table in (TABLE, OBJECTIONS):
        for statement in watching(op.get_bind().dialect.name, table):
            op.execute(statement)


def _create_evidence() -> None:
    op.create_table(
        EVIDENCE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=10), nullable=False),
        sa.Column("upload_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], [APPLICATION_KEY], name=op.f(f"fk_{EVIDENCE}_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{EVIDENCE}")),
        sa.UniqueConstraint("upload_id", name=op.f(f"uq_{EVIDENCE}_upload_id")),
    )
    op.create_index(f"ix_{EVIDENCE}_application_id", EVIDENCE, ["application_id"])


def _create_scores() -> None:
    op.create_table(
        SCORES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("staff_name", sa.String(length=80), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], [APPLICATION_KEY], name=op.f(f"fk_{SCORES}_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SCORES}")),
        sa.UniqueConstraint(
            "application_id", "staff_id", name=op.f(f"uq_{SCORES}_application_id_staff_id")
        ),
    )


def _create_objections() -> None:
    op.create_table(
        OBJECTIONS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_upheld", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("staff_name", sa.String(length=80), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], [APPLICATION_KEY], name=op.f(f"fk_{OBJECTIONS}_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{OBJECTIONS}")),
    )
    op.create_index(f"ix_{OBJECTIONS}_application_id", OBJECTIONS, ["application_id"])


def downgrade() -> None:
    for table in (OBJECTIONS, SCORES, EVIDENCE, TABLE):
        op.drop_table(table)
