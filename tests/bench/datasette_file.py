"""The rows of a site's cases as a file for Datasette, with a full-text table beside it."""

import sqlite3
from pathlib import Path

COLUMNS = (
    "title, party_name, uscc, decision_number, violation, facts, content, deciding_body, "
    "district_code, field, severity, fine_cents, decided_on, publish_until"
)
SEARCHED = "title, party_name, decision_number, violation, facts, content"


def make(site: Path, file: Path) -> None:
    """Copy the published cases, index what lists filter by, and index the words by trigrams."""
    db = sqlite3.connect(file)
    db.execute("ATTACH ? AS site", (str(site),))
    db.execute(f"CREATE TABLE cases (id INTEGER PRIMARY KEY, {COLUMNS})")
    db.execute(
        f"INSERT INTO cases SELECT id, {COLUMNS} FROM site.case_disclosures "
        "WHERE status = 'published'"
    )
    for column in ("district_code", "field", "severity", "decided_on"):
        db.execute(f"CREATE INDEX cases_{column} ON cases ({column})")
    db.execute(
        f"CREATE VIRTUAL TABLE cases_fts USING fts5({SEARCHED}, content='cases', "
        "content_rowid='id', tokenize='trigram')"
    )
    db.execute("INSERT INTO cases_fts (cases_fts) VALUES ('rebuild')")
    db.commit()
    db.close()
