"""Keep objections and credit repairs

Revision ID: 0017
Revises: 0016
Create Date: 2026-11-25 19:10:12.402311
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "redress_applications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=21), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("licence_id", sa.Integer(), nullable=True),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("party", sa.String(length=200), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("item", sa.String(length=40), nullable=True),
        sa.Column("should_be", sa.Text(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("decline_ground", sa.String(length=40), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(case_id IS NOT NULL AND entry_id IS NULL AND licence_id IS NULL)"
            " OR (case_id IS NULL AND entry_id IS NOT NULL AND licence_id IS NULL)"
            " OR (case_id IS NULL AND entry_id IS NULL AND licence_id IS NOT NULL)",
            name=op.f("ck_redress_applications_one_record"),
        ),
        sa.ForeignKeyConstraint(
            ["bureau_id"], ["bureaus.id"], name=op.f("fk_redress_applications_bureau_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_disclosures.id"], name=op.f("fk_redress_applications_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["credit_entries.id"], name=op.f("fk_redress_applications_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["licence_id"],
            ["administrative_licences.id"],
            name=op.f("fk_redress_applications_licence_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redress_applications")),
        sa.UniqueConstraint("number", name=op.f("uq_redress_applications_number")),
    )
    op.create_index("ix_redress_applications_case_id", "redress_applications", ["case_id"])
    op.create_index(
        "ix_redress_applications_desk", "redress_applications", ["bureau_id", "status", "due_on"]
    )
    op.create_index("ix_redress_applications_entry_id", "redress_applications", ["entry_id"])
    op.create_index("ix_redress_applications_licence_id", "redress_applications", ["licence_id"])
    op.create_table(
        "redress_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["redress_applications.id"],
            name=op.f("fk_redress_documents_application_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redress_documents")),
        sa.UniqueConstraint(
            "application_id", "kind", name=op.f("uq_redress_documents_application_id_kind")
        ),
        sa.UniqueConstraint("number", name=op.f("uq_redress_documents_number")),
    )
    op.create_table(
        "redress_drafts",
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["redress_applications.id"],
            name=op.f("fk_redress_drafts_application_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redress_drafts")),
        sa.UniqueConstraint("application_id", name=op.f("uq_redress_drafts_application_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_redress_drafts_token_hash")),
    )
    op.create_index("ix_redress_drafts_expires_at", "redress_drafts", ["expires_at"])
    op.create_table(
        "redress_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["redress_applications.id"],
            name=op.f("fk_redress_events_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_redress_events_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redress_events")),
    )
    op.create_index("ix_redress_events_application_id", "redress_events", ["application_id"])
    op.create_table(
        "redress_files",
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["redress_applications.id"],
            name=op.f("fk_redress_files_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["redress_drafts.id"], name=op.f("fk_redress_files_draft_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redress_files")),
        sa.UniqueConstraint("upload_id", name=op.f("uq_redress_files_upload_id")),
    )
    op.create_index("ix_redress_files_application_id", "redress_files", ["application_id"])
    op.create_index("ix_redress_files_draft_id", "redress_files", ["draft_id"])


def downgrade() -> None:
    op.drop_table("redress_files")
    op.drop_table("redress_events")
    op.drop_table("redress_drafts")
    op.drop_table("redress_documents")
    op.drop_table("redress_applications")
