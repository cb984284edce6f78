"""``python sample.py FILE`` leaves a sample of a database of the demonstration: see README.md."""

import sqlite3
import sys

SPARE = {
    "assessment_rows": "id % 40 <> 0",
    "companies": """
        id % 8 <> 2 AND id NOT IN (
            SELECT company_id FROM bulletin_companies
            UNION SELECT company_id FROM case_disclosures AS one
            JOIN bulletin_cases ON case_id = one.id
            UNION SELECT company_id FROM credit_entries AS one
            JOIN case_entries ON entry_id = one.id
            UNION SELECT company_id FROM inspections AS one
            JOIN inspection_warnings ON inspection_id = one.id
        )
    """,
}
"""Rows that need not stay: most companies, but for those of rare links. Of all other tables stays
what refers to no row that is gone."""
KINDS = ("attachments", "change_notes", "sealed_originals", "withdrawals", "record_versions")
"""Tables whose rows name a record by the table that it is in, and its number."""
COUNTED = ("aggregates", "aggregate_turns", "counted_items")
"""Numbers about the whole: to be counted anew."""


def sample(database: sqlite3.Connection) -> None:
    """Take rows away until all references hold again."""
    for table, spare in SPARE.items():
        database.execute(f"DELETE FROM {table} WHERE {spare}")
    for table in COUNTED:
        database.execute(f"DELETE FROM {table}")
    while dangling := database.execute("PRAGMA foreign_key_check").fetchall():
        for table, row, *_ in dangling:
            database.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))
        forget_gone_records(database)


def forget_gone_records(database: sqlite3.Connection) -> None:
    """Take away what is told of records that are gone."""
    for table in KINDS:
        for (kind,) in database.execute(f"SELECT DISTINCT kind FROM {table}").fetchall():
            gone = f"kind = ? AND record_id NOT IN (SELECT id FROM {kind})"
            database.execute(f"DELETE FROM {table} WHERE {gone}", (kind,))


if __name__ == "__main__":
    with sqlite3.connect(sys.argv[1]) as opened:
        sample(opened)
    opened.execute("VACUUM")
