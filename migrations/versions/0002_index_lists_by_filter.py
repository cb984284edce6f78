"""Index lists by their filters

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-24 17:24:00
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PERIOD = ["published_on", "publish_until"]
LISTED = ["status", "decided_on", "id", *PERIOD]
FILTERS = ["district_code", "deciding_bureau_id", "field", "severity"]
OF_COMPANY = ["company_id", "status", "decided_on", "id"]
BEFORE = {
    "ix_case_disclosures_list": ["status", "decided_on", *PERIOD],
    "ix_case_disclosures_company_id": ["company_id"],
    "ix_case_disclosures_deciding_bureau_id": ["deciding_bureau_id"],
    "ix_case_disclosures_district_code": ["district_code"],
}
AFTER = {
    "ix_case_disclosures_list": [*LISTED, *FILTERS],
    "ix_case_disclosures_by_district": ["district_code", *LISTED, *FILTERS[1:]],
    "ix_case_disclosures_by_bureau": ["deciding_bureau_id", *LISTED, FILTERS[0], *FILTERS[2:]],
    "ix_case_disclosures_by_field": ["field", *LISTED, *FILTERS[:2], FILTERS[3]],
    "ix_case_disclosures_company": OF_COMPANY,
}


def upgrade() -> None:
    _replace("case_disclosures", BEFORE, AFTER)
    _replace(
        "credit_entries",
        {"ix_credit_entries_company_id": ["company_id"]},
        {"ix_credit_entries_company": OF_COMPANY},
    )


def downgrade() -> None:
    _replace(
        "credit_entries",
        {"ix_credit_entries_company": OF_COMPANY},
        {"ix_credit_entries_company_id": ["company_id"]},
    )
    _replace("case_disclosures", AFTER, BEFORE)


def _replace(table: str, old: dict[str, list[str]], new: dict[str, list[str]]) -> None:
    for name in old:
        op.drop_index(name, table_name=table)
    for name, columns in new.items():
        op.create_index(name, table, columns)
