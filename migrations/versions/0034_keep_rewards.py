"""Keep rewards for reports

Revision ID: 0034
Revises: 0033
Create Date: 2026-11-25 23:10:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rewards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=21), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("tier", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("base_cents", sa.BigInteger(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("document_number", sa.String(length=128), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rule_since", sa.Date(), nullable=False),
        sa.Column("inform_due_on", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("claim_due_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("base_cents >= 0 AND amount_cents > 0", name=op.f("ck_rewards_amounts")),
        sa.ForeignKeyConstraint(
            ["bureau_id"], ["bureaus.id"], name=op.f("fk_rewards_bureau_id_bureaus")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matters.id"], name=op.f("fk_rewards_matter_id_matters")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewards")),
        sa.UniqueConstraint("matter_id", name=op.f("uq_rewards_matter_id")),
        sa.UniqueConstraint("number", name=op.f("uq_rewards_number")),
    )
    op.create_index(op.f("ix_rewards_bureau_id"), "rewards", ["bureau_id"])
    op.create_table(
        "reward_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reward_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("staff_name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["rewards.id"], name=op.f("fk_reward_events_reward_id_rewards")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_events")),
    )
    op.create_index(op.f("ix_reward_events_reward_id"), "reward_events", ["reward_id"])
    op.create_table(
        "reward_payees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reward_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("pickup_hash", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(way = 'transfer' AND details IS NOT NULL AND pickup_hash IS NULL)"
            " OR (way = 'counter' AND details IS NULL AND pickup_hash IS NOT NULL)",
            name=op.f("ck_reward_payees_counter_knows_nobody"),
        ),
        sa.ForeignKeyConstraint(
            ["reward_id"], ["rewards.id"], name=op.f("fk_reward_payees_reward_id_rewards")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_payees")),
        sa.UniqueConstraint("reward_id", name=op.f("uq_reward_payees_reward_id")),
    )


def downgrade() -> None:
    op.drop_table("reward_payees")
    op.drop_table("reward_events")
    op.drop_table("rewards")
