"""Assess districts and bodies each year

Revision ID: 0042
Revises: 0041
Create Date: 2026-11-26 02:30:00
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.db.revision import unwatching, watching

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

CODE = sa.String(length=40)
PUBLIC = ("assessment_cycles", "assessment_units", "assessment_tasks", "assessment_findings")
APART = (
    *("assessment_files", "assessment_marks", "assessment_objections"),
    *("assessment_rows", "assessment_scores", "assessment_events"),
)


def upgrade() -> None:
    _cycles()
    _counted()
    _said()
    dialect = op.get_bind().dialect.name
    for table in PUBLIC:
        for statement in watching(dialect, table):
            op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for table in PUBLIC:
        for statement in unwatching(dialect, table):
            op.execute(statement)
    for table in (*APART, *reversed(PUBLIC)):
        op.drop_table(table)


def _cycles() -> None:
    op.create_table(
        "assessment_cycles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("status", CODE, nullable=False),
        sa.Column("formula", sa.JSON(), nullable=False),
        sa.Column("issue_due_on", sa.Date(), nullable=False),
        sa.Column("inspect_due_on", sa.Date(), nullable=False),
        sa.Column("assess_due_on", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("inspected_on", sa.Date(), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=True),
        sa.Column("objections_due_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted_until", sa.Date(), nullable=True),
        sa.Column("computation", sa.String(length=20), nullable=False),
        sa.Column("proposer_id", sa.Integer(), nullable=True),
        sa.Column("proposer_name", sa.String(length=80), nullable=False),
        sa.Column("publisher_name", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status = 'draft' OR issued_on IS NOT NULL",
            name=op.f("ck_assessment_cycles_issued_first"),
        ),
        sa.CheckConstraint(
            "status <> 'published' OR published_on IS NOT NULL",
            name=op.f("ck_assessment_cycles_published_whole"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assessment_cycles"),
        sa.UniqueConstraint("year", name="uq_assessment_cycles_year"),
    )
    op.create_table(
        "assessment_units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("computed", sa.Integer(), nullable=True),
        sa.Column("open_points", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'district') = (district_code IS NOT NULL)"
            " AND (kind = 'body') = (bureau_id IS NOT NULL)",
            name=op.f("ck_assessment_units_one_of_two"),
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["assessment_cycles.id"], name="fk_assessment_units_cycle_id"
        ),
        sa.ForeignKeyConstraint(
            ["bureau_id"], ["bureaus.id"], name="fk_assessment_units_bureau_id"
        ),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name="fk_assessment_units_district_code"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assessment_units"),
        sa.UniqueConstraint("cycle_id", "key", name="uq_assessment_units_cycle_id_key"),
    )
    for column in ("bureau_id", "district_code"):
        op.create_index(f"ix_assessment_units_{column}", "assessment_units", [column])
    op.create_table(
        "assessment_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["assessment_cycles.id"], name="fk_assessment_tasks_cycle_id"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["assessment_units.id"], name="fk_assessment_tasks_unit_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assessment_tasks"),
    )
    for column in ("cycle_id", "unit_id"):
        op.create_index(f"ix_assessment_tasks_{column}", "assessment_tasks", [column])
    op.create_table(
        "assessment_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("unit_name", sa.String(length=60), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("staff_name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["assessment_cycles.id"], name="fk_assessment_events_cycle_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assessment_events"),
    )
    op.create_index("ix_assessment_events_cycle_id", "assessment_events", ["cycle_id"])


def _counted() -> None:
    op.create_table(
        "assessment_scores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("measure", CODE, nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["assessment_units.id"], name="fk_assessment_scores_unit_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assessment_scores"),
        sa.UniqueConstraint("unit_id", "measure", name="uq_assessment_scores_unit_id_measure"),
    )
    op.create_table(
        "assessment_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("score_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("is_good", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("source", CODE, nullable=False),
        sa.Column("ref", CODE, nullable=False),
        sa.ForeignKeyConstraint(
            ["score_id"], ["assessment_scores.id"], name="fk_assessment_rows_score_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assessment_rows"),
    )
    op.create_index("ix_assessment_rows_list", "assessment_rows", ["score_id", "is_good", "on"])


def _said() -> None:
    unit = "assessment_units.id"
    op.create_table(
        "assessment_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("rectify_by", sa.Date(), nullable=True),
        sa.Column("rectified_on", sa.Date(), nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("staff_name", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "(demand = '') = (rectify_by IS NULL)",
            name=op.f("ck_assessment_findings_demand_has_a_day"),
        ),
        sa.CheckConstraint(
            "rectified_on IS NULL OR rectify_by IS NOT NULL",
            name=op.f("ck_assessment_findings_only_demands"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], [unit], name="fk_assessment_findings_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assessment_findings"),
    )
    op.create_table(
        "assessment_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", CODE, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=80), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signer_id", sa.Integer(), nullable=True),
        sa.Column("signer_name", sa.String(length=80), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("points <> 0", name=op.f("ck_assessment_marks_changes_something")),
        sa.CheckConstraint(
            "signer_id IS NULL OR signer_id <> author_id",
            name=op.f("ck_assessment_marks_two_people"),
        ),
        sa.CheckConstraint(
            "(status = 'proposed') = (signer_id IS NULL)",
            name=op.f("ck_assessment_marks_decided_by_somebody"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], [unit], name="fk_assessment_marks_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assessment_marks"),
    )
    op.create_table(
        "assessment_objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("measure", CODE, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("staff_name", sa.String(length=80), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", CODE, nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answerer_name", sa.String(length=80), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(verdict IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_assessment_objections_answered_whole"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], [unit], name="fk_assessment_objections_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assessment_objections"),
    )
    for table in ("findings", "marks", "objections"):
        op.create_index(f"ix_assessment_{table}_unit_id", f"assessment_{table}", ["unit_id"])
    op.create_table(
        "assessment_files",
        sa.Column("mark_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", CODE, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mark_id"], ["assessment_marks.id"], name="fk_assessment_files_mark_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assessment_files"),
        sa.UniqueConstraint("upload_id", name="uq_assessment_files_upload_id"),
    )
    op.create_index("ix_assessment_files_mark_id", "assessment_files", ["mark_id"])
