"""Review the refusal of a matter and its answer, each once

Revision ID: 0054
Revises: 0053
Create Date: 2026-11-26 06:20:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

OF_REFUSALS = sa.text(
    "UPDATE reviews SET of_refusal = true WHERE matter_id IN "
    "(SELECT id FROM matters WHERE decline_ground IS NOT NULL)"
)
"""Until now a matter that was refused had no other review."""
LATER_ONES = sa.text(
    "DELETE FROM reviews WHERE NOT of_refusal AND matter_id IN "
    "(SELECT matter_id FROM reviews WHERE of_refusal)"
)
"""What the older layout has no room for; the answers themselves stay."""


def upgrade() -> None:
    with op.batch_alter_table("reviews") as batch:
        batch.add_column(
            sa.Column("of_refusal", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.drop_constraint("uq_reviews_matter_id", type_="unique")
        batch.create_unique_constraint(
            "uq_reviews_matter_id_of_refusal", ["matter_id", "of_refusal"]
        )
    op.execute(OF_REFUSALS)


def downgrade() -> None:
    op.execute(LATER_ONES)
    with op.batch_alter_table("reviews") as batch:
        batch.drop_constraint("uq_reviews_matter_id_of_refusal", type_="unique")
        batch.create_unique_constraint("uq_reviews_matter_id", ["matter_id"])
        batch.drop_column("of_refusal")
