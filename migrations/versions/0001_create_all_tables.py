"""Create all tables

Revision ID: 0001
Revises:
Create Date: 2026-11-24 14:00:41.693329
"""

import sqlalchemy as sa
from alembic import op

from app.kernel.audit.models import GUARDS, UNGUARDS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("actor_role", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("object_type", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=80), nullable=False),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("key_name", sa.String(length=20), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_events_action"), ["action"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_events_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_events_at"), ["at"], unique=False)
        batch_op.create_index("ix_audit_events_object", ["object_type", "object_id"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("last_mac", sa.String(length=64), nullable=False),
        sa.Column("key_name", sa.String(length=20), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "calendar_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_days")),
    )
    op.create_table(
        "complaint_categories",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("parent_code", sa.String(length=60), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=300), nullable=False),
        sa.Column("is_in_scope", sa.Boolean(), nullable=False),
        sa.Column("pointer", sa.String(length=300), nullable=True),
        sa.Column("is_in_use", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_code"],
            ["complaint_categories.code"],
            name=op.f("fk_complaint_categories_parent_code"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_complaint_categories")),
    )
    op.create_table(
        "deadline_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("extension_days", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_rules")),
        sa.UniqueConstraint("code", name=op.f("uq_deadline_rules_code")),
    )
    op.create_table(
        "districts",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("short_name", sa.String(length=4), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("former_codes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_districts")),
        sa.UniqueConstraint("name", name=op.f("uq_districts_name")),
    )
    op.create_table(
        "outbox_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("available_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
    )
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_messages_due", ["done_at", "dead_at", "available_at"], unique=False
        )

    op.create_table(
        "rate_counts",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_counts")),
    )
    with op.batch_alter_table("rate_counts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rate_counts_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "serial_counters",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "period", name=op.f("pk_serial_counters")),
    )
    op.create_table(
        "site_facts",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_site_facts")),
    )
    op.create_table(
        "bureaus",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("short_name", sa.String(length=30), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("policy_item", sa.Integer(), nullable=True),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("is_coordination_office", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f("fk_bureaus_district_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bureaus")),
        sa.UniqueConstraint("code", name=op.f("uq_bureaus_code")),
    )
    with op.batch_alter_table("bureaus", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bureaus_district_code"), ["district_code"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_bureaus_name"), ["name"], unique=False)

    op.create_table(
        "bureau_successions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("predecessor_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["bureaus.id"], name=op.f("fk_bureau_successions_predecessor_id")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["bureaus.id"], name=op.f("fk_bureau_successions_successor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bureau_successions")),
        sa.UniqueConstraint(
            "predecessor_id",
            "successor_id",
            name=op.f("uq_bureau_successions_predecessor_id_successor_id"),
        ),
    )
    with op.batch_alter_table("bureau_successions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bureau_successions_successor_id"), ["successor_id"], unique=False
        )

    op.create_table(
        "import_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("source_bureau_id", sa.Integer(), nullable=True),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_added", sa.Integer(), nullable=False),
        sa.Column("rows_changed", sa.Integer(), nullable=False),
        sa.Column("rows_unchanged", sa.Integer(), nullable=False),
        sa.Column("rows_rejected", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_bureau_id"], ["bureaus.id"], name=op.f("fk_import_batches_source_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
    )
    with op.batch_alter_table("import_batches", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_batches_file_sha256"), ["file_sha256"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_import_batches_source_bureau_id"), ["source_bureau_id"], unique=False
        )

    op.create_table(
        "routing_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("category_code", sa.String(length=60), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("lead_bureau_id", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["complaint_categories.code"],
            name=op.f("fk_routing_rules_category_code"),
        ),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f("fk_routing_rules_district_code")
        ),
        sa.ForeignKeyConstraint(
            ["lead_bureau_id"], ["bureaus.id"], name=op.f("fk_routing_rules_lead_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_rules")),
        sa.UniqueConstraint("code", name=op.f("uq_routing_rules_code")),
    )
    with op.batch_alter_table("routing_rules", schema=None) as batch_op:
        batch_op.create_index(
            "ix_routing_rules_lookup", ["category_code", "district_code"], unique=False
        )

    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("full_name", sa.String(length=40), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("failed_attempts", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bureau_id"], ["bureaus.id"], name=op.f("fk_staff_bureau_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("username", name=op.f("uq_staff_username")),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_bureau_id"), ["bureau_id"], unique=False)

    op.create_table(
        "bulletins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("document_number", sa.String(length=60), nullable=True),
        sa.Column("bureau_id", sa.Integer(), nullable=True),
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
        sa.ForeignKeyConstraint(["bureau_id"], ["bureaus.id"], name=op.f("fk_bulletins_bureau_id")),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batches.id"], name=op.f("fk_bulletins_import_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_bureau_id"], ["bureaus.id"], name=op.f("fk_bulletins_source_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletins")),
        sa.UniqueConstraint("source_key", name=op.f("uq_bulletins_source_key")),
    )
    with op.batch_alter_table("bulletins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulletins_bureau_id"), ["bureau_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_bulletins_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index("ix_bulletins_list", ["status", "published_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_bulletins_source_bureau_id"), ["source_bureau_id"], unique=False
        )

    op.create_table(
        "companies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("registration_number", sa.String(length=15), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=True),
        sa.Column("legal_representative", sa.String(length=60), nullable=True),
        sa.Column("registered_capital", sa.String(length=60), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("registration_authority", sa.String(length=80), nullable=True),
        sa.Column("business_scope", sa.Text(), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("source_key", sa.String(length=64), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("source_bureau_id", sa.Integer(), nullable=True),
        sa.Column("import_batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f("fk_companies_district_code")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batches.id"], name=op.f("fk_companies_import_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_bureau_id"], ["bureaus.id"], name=op.f("fk_companies_source_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_companies")),
        sa.UniqueConstraint("registration_number", name=op.f("uq_companies_registration_number")),
        sa.UniqueConstraint("source_key", name=op.f("uq_companies_source_key")),
        sa.UniqueConstraint("uscc", name=op.f("uq_companies_uscc")),
    )
    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_companies_district_code"), ["district_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_companies_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_companies_name"), ["name"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_companies_source_bureau_id"), ["source_bureau_id"], unique=False
        )

    op.create_table(
        "key_projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("lead_bureau_id", sa.Integer(), nullable=True),
        sa.Column("lead_body", sa.String(length=100), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("investment_cents", sa.BigInteger(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("is_stopped", sa.Boolean(), nullable=False),
        sa.Column("stated_progress", sa.String(length=60), nullable=True),
        sa.Column("latest_percent", sa.Integer(), nullable=False),
        sa.Column("latest_report_on", sa.Date(), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f("fk_key_projects_district_code")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batches.id"], name=op.f("fk_key_projects_import_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["lead_bureau_id"], ["bureaus.id"], name=op.f("fk_key_projects_lead_bureau_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_bureau_id"], ["bureaus.id"], name=op.f("fk_key_projects_source_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_projects")),
        sa.UniqueConstraint("code", name=op.f("uq_key_projects_code")),
        sa.UniqueConstraint("source_key", name=op.f("uq_key_projects_source_key")),
    )
    with op.batch_alter_table("key_projects", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_key_projects_district_code"), ["district_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_key_projects_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_key_projects_lead_bureau_id"), ["lead_bureau_id"], unique=False
        )
        batch_op.create_index("ix_key_projects_list", ["status", "year"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_key_projects_source_bureau_id"), ["source_bureau_id"], unique=False
        )

    op.create_table(
        "routing_rule_assistants",
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau_id"], ["bureaus.id"], name=op.f("fk_routing_rule_assistants_bureau_id")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["routing_rules.id"], name=op.f("fk_routing_rule_assistants_rule_id")
        ),
        sa.PrimaryKeyConstraint("rule_id", "bureau_id", name=op.f("pk_routing_rule_assistants")),
    )
    op.create_table(
        "staff_roles",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_roles_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "role", name=op.f("pk_staff_roles")),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_sessions_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_sessions_token_hash")),
    )
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_sessions_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "case_disclosures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("party_name", sa.String(length=200), nullable=False),
        sa.Column("party_kind", sa.String(length=40), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("registration_number", sa.String(length=50), nullable=True),
        sa.Column("legal_representative", sa.String(length=50), nullable=True),
        sa.Column("decision_number", sa.String(length=128), nullable=True),
        sa.Column("violation", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("penalty_kinds", sa.String(length=300), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("fine_cents", sa.BigInteger(), nullable=False),
        sa.Column("confiscated_cents", sa.BigInteger(), nullable=False),
        sa.Column("licence", sa.String(length=200), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("deciding_bureau_id", sa.Integer(), nullable=True),
        sa.Column("deciding_body", sa.String(length=200), nullable=False),
        sa.Column("deciding_body_code", sa.String(length=18), nullable=True),
        sa.Column("source_body", sa.String(length=200), nullable=False),
        sa.Column("remark", sa.String(length=512), nullable=True),
        sa.Column("execution", sa.String(length=500), nullable=True),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.String(length=40), nullable=False),
        sa.Column("earliest_repair_on", sa.Date(), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
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
            "fine_cents >= 0 AND confiscated_cents >= 0", name=op.f("ck_case_disclosures_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_case_disclosures_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["deciding_bureau_id"],
            ["bureaus.id"],
            name=op.f("fk_case_disclosures_deciding_bureau_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f("fk_case_disclosures_district_code")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batches.id"],
            name=op.f("fk_case_disclosures_import_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["source_bureau_id"], ["bureaus.id"], name=op.f("fk_case_disclosures_source_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_disclosures")),
        sa.UniqueConstraint("source_key", name=op.f("uq_case_disclosures_source_key")),
    )
    with op.batch_alter_table("case_disclosures", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_disclosures_company_id"), ["company_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_case_disclosures_deciding_bureau_id"),
            ["deciding_bureau_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_case_disclosures_decision_number"), ["decision_number"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_case_disclosures_district_code"), ["district_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_case_disclosures_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            "ix_case_disclosures_list",
            ["status", "decided_on", "published_on", "publish_until"],
            unique=False,
        )
        batch_op.create_index(
            "ix_case_disclosures_period", ["status", "publish_until"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_case_disclosures_source_bureau_id"), ["source_bureau_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_case_disclosures_uscc"), ["uscc"], unique=False)

    op.create_table(
        "credit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list", sa.String(length=40), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=500), nullable=False),
        sa.Column("deciding_bureau_id", sa.Integer(), nullable=True),
        sa.Column("deciding_body", sa.String(length=100), nullable=False),
        sa.Column("document_number", sa.String(length=128), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_credit_entries_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["deciding_bureau_id"],
            ["bureaus.id"],
            name=op.f("fk_credit_entries_deciding_bureau_id"),
        ),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f("fk_credit_entries_district_code")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batches.id"],
            name=op.f("fk_credit_entries_import_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["source_bureau_id"], ["bureaus.id"], name=op.f("fk_credit_entries_source_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_entries")),
        sa.UniqueConstraint("source_key", name=op.f("uq_credit_entries_source_key")),
    )
    with op.batch_alter_table("credit_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_credit_entries_company_id"), ["company_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_credit_entries_deciding_bureau_id"), ["deciding_bureau_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_credit_entries_district_code"), ["district_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_credit_entries_document_number"), ["document_number"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_credit_entries_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            "ix_credit_entries_list",
            ["list", "status", "decided_on", "published_on", "publish_until"],
            unique=False,
        )
        batch_op.create_index("ix_credit_entries_period", ["status", "publish_until"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_credit_entries_source_bureau_id"), ["source_bureau_id"], unique=False
        )

    op.create_table(
        "former_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_former_names_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_names")),
    )
    with op.batch_alter_table("former_names", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_former_names_company_id"), ["company_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_former_names_name"), ["name"], unique=False)

    op.create_table(
        "project_milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("planned_start_on", sa.Date(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("actual_start_on", sa.Date(), nullable=True),
        sa.Column("actual_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "weight >= 0 AND weight <= 100", name=op.f("ck_project_milestones_weight")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["key_projects.id"], name=op.f("fk_project_milestones_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_milestones")),
    )
    with op.batch_alter_table("project_milestones", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_milestones_project_id"), ["project_id"], unique=False
        )

    op.create_table(
        "project_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("spent_cents", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=True),
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
            "percent >= 0 AND percent <= 100", name=op.f("ck_project_reports_percent")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batches.id"],
            name=op.f("fk_project_reports_import_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["key_projects.id"], name=op.f("fk_project_reports_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_bureau_id"], ["bureaus.id"], name=op.f("fk_project_reports_source_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_reports")),
        sa.UniqueConstraint("source_key", name=op.f("uq_project_reports_source_key")),
    )
    with op.batch_alter_table("project_reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_reports_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_project_reports_project_id"), ["project_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_project_reports_source_bureau_id"), ["source_bureau_id"], unique=False
        )

    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("consents_to_publication", sa.Boolean(), nullable=False),
        sa.Column("keeps_identity_from_subject", sa.Boolean(), nullable=False),
        sa.Column("category_code", sa.String(length=60), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("subject_name", sa.Text(), nullable=True),
        sa.Column("subject_bureau_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("narrative", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("happened", sa.Text(), nullable=True),
        sa.Column("demand", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(is_anonymous AND contact IS NULL) OR NOT is_anonymous",
            name=op.f("ck_submissions_anonymous"),
        ),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["complaint_categories.code"],
            name=op.f("fk_submissions_category_code"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_submissions_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["district_code"], ["districts.code"], name=op.f("fk_submissions_district_code")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["key_projects.id"], name=op.f("fk_submissions_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_bureau_id"], ["bureaus.id"], name=op.f("fk_submissions_subject_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("number", name=op.f("uq_submissions_number")),
    )
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submissions_company_id"), ["company_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_submissions_district_code"), ["district_code"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_submissions_project_id"), ["project_id"], unique=False)

    op.create_table(
        "case_milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_disclosures.id"], name=op.f("fk_case_milestones_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_milestones")),
    )
    with op.batch_alter_table("case_milestones", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_milestones_case_id"), ["case_id"], unique=False)

    op.create_table(
        "complaint_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_complaint_drafts_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_drafts")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_complaint_drafts_submission_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_complaint_drafts_token_hash")),
    )
    with op.batch_alter_table("complaint_drafts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_drafts_expires_at"), ["expires_at"], unique=False
        )

    op.create_table(
        "matters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=21), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("routing_rule_id", sa.Integer(), nullable=True),
        sa.Column("routing_reason", sa.String(length=500), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("decline_ground", sa.String(length=40), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("working_days_taken", sa.Integer(), nullable=True),
        sa.Column("met_deadline", sa.Boolean(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("public_title", sa.String(length=120), nullable=True),
        sa.Column("public_summary", sa.String(length=1000), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bureau_id"], ["bureaus.id"], name=op.f("fk_matters_bureau_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["staff.id"], name=op.f("fk_matters_handler_id")),
        sa.ForeignKeyConstraint(
            ["routing_rule_id"], ["routing_rules.id"], name=op.f("fk_matters_routing_rule_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_matters_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matters")),
        sa.UniqueConstraint("number", name=op.f("uq_matters_number")),
        sa.UniqueConstraint("submission_id", "kind", name=op.f("uq_matters_submission_id_kind")),
    )
    with op.batch_alter_table("matters", schema=None) as batch_op:
        batch_op.create_index("ix_matters_desk", ["bureau_id", "status", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_matters_handler_id"), ["handler_id"], unique=False)
        batch_op.create_index("ix_matters_public", ["is_public", "closed_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_matters_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "reporter_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_reporter_messages_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporter_messages")),
    )
    with op.batch_alter_table("reporter_messages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reporter_messages_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.String(length=64), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["complaint_drafts.id"], name=op.f("fk_evidence_draft_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["reporter_messages.id"], name=op.f("fk_evidence_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_evidence_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("upload_id", name=op.f("uq_evidence_upload_id")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_message_id"), ["message_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_evidence_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "internal_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matters.id"], name=op.f("fk_internal_notes_matter_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_internal_notes_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_internal_notes")),
    )
    with op.batch_alter_table("internal_notes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_internal_notes_matter_id"), ["matter_id"], unique=False
        )

    op.create_table(
        "matter_assistants",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau_id"], ["bureaus.id"], name=op.f("fk_matter_assistants_bureau_id")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matters.id"], name=op.f("fk_matter_assistants_matter_id")
        ),
        sa.PrimaryKeyConstraint("matter_id", "bureau_id", name=op.f("pk_matter_assistants")),
    )
    with op.batch_alter_table("matter_assistants", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_matter_assistants_bureau_id"), ["bureau_id"], unique=False
        )

    op.create_table(
        "matter_deadlines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matters.id"], name=op.f("fk_matter_deadlines_matter_id")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["deadline_rules.id"], name=op.f("fk_matter_deadlines_rule_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_deadlines")),
    )
    with op.batch_alter_table("matter_deadlines", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_matter_deadlines_matter_id"), ["matter_id"], unique=False
        )

    op.create_table(
        "matter_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("bureau_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("is_visible_to_reporter", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau_id"], ["bureaus.id"], name=op.f("fk_matter_events_bureau_id")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matters.id"], name=op.f("fk_matter_events_matter_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_matter_events_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_events")),
    )
    with op.batch_alter_table("matter_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_events_matter_id"), ["matter_id"], unique=False)

    op.create_table(
        "public_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau_id"], ["bureaus.id"], name=op.f("fk_public_replies_bureau_id")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matters.id"], name=op.f("fk_public_replies_matter_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_public_replies_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_replies")),
    )
    with op.batch_alter_table("public_replies", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_public_replies_matter_id"), ["matter_id"], unique=False
        )

    op.create_table(
        "ratings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("satisfaction", sa.String(length=40), nullable=False),
        sa.Column("manner", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_ratings_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
        sa.UniqueConstraint("matter_id", name=op.f("uq_ratings_matter_id")),
    )
    op.create_table(
        "referrals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("from_bureau_id", sa.Integer(), nullable=False),
        sa.Column("to_bureau_id", sa.Integer(), nullable=False),
        sa.Column("referred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("referred_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_bureau_id"], ["bureaus.id"], name=op.f("fk_referrals_from_bureau_id")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_referrals_matter_id")),
        sa.ForeignKeyConstraint(
            ["referred_by_id"], ["staff.id"], name=op.f("fk_referrals_referred_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_bureau_id"], ["bureaus.id"], name=op.f("fk_referrals_to_bureau_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
    )
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referrals_matter_id"), ["matter_id"], unique=False)
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referrals_matter_id"))

    op.drop_table("referrals")
    op.drop_table("ratings")
    with op.batch_alter_table("public_replies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_public_replies_matter_id"))

    op.drop_table("public_replies")
    with op.batch_alter_table("matter_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_events_matter_id"))

    op.drop_table("matter_events")
    with op.batch_alter_table("matter_deadlines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_deadlines_matter_id"))

    op.drop_table("matter_deadlines")
    with op.batch_alter_table("matter_assistants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_assistants_bureau_id"))

    op.drop_table("matter_assistants")
    with op.batch_alter_table("internal_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_internal_notes_matter_id"))

    op.drop_table("internal_notes")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_submission_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_message_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_draft_id"))

    op.drop_table("evidence")
    with op.batch_alter_table("reporter_messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reporter_messages_submission_id"))

    op.drop_table("reporter_messages")
    with op.batch_alter_table("matters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matters_submission_id"))
        batch_op.drop_index("ix_matters_public")
        batch_op.drop_index(batch_op.f("ix_matters_handler_id"))
        batch_op.drop_index("ix_matters_desk")

    op.drop_table("matters")
    with op.batch_alter_table("complaint_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complaint_drafts_expires_at"))

    op.drop_table("complaint_drafts")
    with op.batch_alter_table("case_milestones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_milestones_case_id"))

    op.drop_table("case_milestones")
    with op.batch_alter_table("submissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submissions_project_id"))
        batch_op.drop_index(batch_op.f("ix_submissions_district_code"))
        batch_op.drop_index(batch_op.f("ix_submissions_company_id"))

    op.drop_table("submissions")
    with op.batch_alter_table("project_reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_reports_source_bureau_id"))
        batch_op.drop_index(batch_op.f("ix_project_reports_project_id"))
        batch_op.drop_index(batch_op.f("ix_project_reports_import_batch_id"))

    op.drop_table("project_reports")
    with op.batch_alter_table("project_milestones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_milestones_project_id"))

    op.drop_table("project_milestones")
    with op.batch_alter_table("former_names", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_names_name"))
        batch_op.drop_index(batch_op.f("ix_former_names_company_id"))

    op.drop_table("former_names")
    with op.batch_alter_table("credit_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_credit_entries_source_bureau_id"))
        batch_op.drop_index("ix_credit_entries_period")
        batch_op.drop_index("ix_credit_entries_list")
        batch_op.drop_index(batch_op.f("ix_credit_entries_import_batch_id"))
        batch_op.drop_index(batch_op.f("ix_credit_entries_document_number"))
        batch_op.drop_index(batch_op.f("ix_credit_entries_district_code"))
        batch_op.drop_index(batch_op.f("ix_credit_entries_deciding_bureau_id"))
        batch_op.drop_index(batch_op.f("ix_credit_entries_company_id"))

    op.drop_table("credit_entries")
    with op.batch_alter_table("case_disclosures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_disclosures_uscc"))
        batch_op.drop_index(batch_op.f("ix_case_disclosures_source_bureau_id"))
        batch_op.drop_index("ix_case_disclosures_period")
        batch_op.drop_index("ix_case_disclosures_list")
        batch_op.drop_index(batch_op.f("ix_case_disclosures_import_batch_id"))
        batch_op.drop_index(batch_op.f("ix_case_disclosures_district_code"))
        batch_op.drop_index(batch_op.f("ix_case_disclosures_decision_number"))
        batch_op.drop_index(batch_op.f("ix_case_disclosures_deciding_bureau_id"))
        batch_op.drop_index(batch_op.f("ix_case_disclosures_company_id"))

    op.drop_table("case_disclosures")
    with op.batch_alter_table("staff_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_sessions_staff_id"))

    op.drop_table("staff_sessions")
    op.drop_table("staff_roles")
    op.drop_table("routing_rule_assistants")
    with op.batch_alter_table("key_projects", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_key_projects_source_bureau_id"))
        batch_op.drop_index("ix_key_projects_list")
        batch_op.drop_index(batch_op.f("ix_key_projects_lead_bureau_id"))
        batch_op.drop_index(batch_op.f("ix_key_projects_import_batch_id"))
        batch_op.drop_index(batch_op.f("ix_key_projects_district_code"))

    op.drop_table("key_projects")
    with op.batch_alter_table("companies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_companies_source_bureau_id"))
        batch_op.drop_index(batch_op.f("ix_companies_name"))
        batch_op.drop_index(batch_op.f("ix_companies_import_batch_id"))
        batch_op.drop_index(batch_op.f("ix_companies_district_code"))

    op.drop_table("companies")
    with op.batch_alter_table("bulletins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bulletins_source_bureau_id"))
        batch_op.drop_index("ix_bulletins_list")
        batch_op.drop_index(batch_op.f("ix_bulletins_import_batch_id"))
        batch_op.drop_index(batch_op.f("ix_bulletins_bureau_id"))

    op.drop_table("bulletins")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_bureau_id"))

    op.drop_table("staff")
    with op.batch_alter_table("routing_rules", schema=None) as batch_op:
        batch_op.drop_index("ix_routing_rules_lookup")

    op.drop_table("routing_rules")
    with op.batch_alter_table("import_batches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batches_source_bureau_id"))
        batch_op.drop_index(batch_op.f("ix_import_batches_file_sha256"))

    op.drop_table("import_batches")
    with op.batch_alter_table("bureau_successions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bureau_successions_successor_id"))

    op.drop_table("bureau_successions")
    with op.batch_alter_table("bureaus", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bureaus_name"))
        batch_op.drop_index(batch_op.f("ix_bureaus_district_code"))

    op.drop_table("bureaus")
    op.drop_table("site_facts")
    op.drop_table("serial_counters")
    with op.batch_alter_table("rate_counts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rate_counts_expires_at"))

    op.drop_table("rate_counts")
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_messages_due")

    op.drop_table("outbox_messages")
    op.drop_table("districts")
    op.drop_table("deadline_rules")
    op.drop_table("complaint_categories")
    op.drop_table("calendar_days")
    op.drop_table("audit_head")
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_events_object")
        batch_op.drop_index(batch_op.f("ix_audit_events_at"))
        batch_op.drop_index(batch_op.f("ix_audit_events_actor_id"))
        batch_op.drop_index(batch_op.f("ix_audit_events_action"))

    op.drop_table("audit_events")
    for statement in UNGUARDS[op.get_bind().dialect.name]:
        op.execute(statement)
