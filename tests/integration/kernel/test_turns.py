"""SQLite has one writer: a long run of batches leaves it to those who wait, again and again."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from app.kernel.db.session import db, let_others_write
from app.kernel.jobs import outbox

pytestmark = pytest.mark.trust(35)

PATIENCE = 12
"""Batches after which nobody has come to write."""
BUSY = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most) "
    "SELECT max(i) FROM n"
)


def test_a_resident_writes_while_a_file_is_imported(live_app):
    with ThreadPoolExecutor(1) as pool, live_app.app_context():
        outbox.enqueue("index", {"row": 0})
        db.session.flush()
        resident = pool.submit(_hand_in, live_app)
        batches = 0
        while not resident.done() and batches < PATIENCE:
            _finish_batch(batches)
            let_others_write()
            batches += 1
        assert batches <= 3
        resident.result()


def _finish_batch(number):
    """A batch that holds the writer for a third of a second, as a thousand rows do."""
    outbox.enqueue("index", {"row": number})
    db.session.flush()
    db.session.scalar(BUSY, {"most": 2_000_000})
    db.session.commit()


def _hand_in(site):
    with site.app_context():
        outbox.enqueue("mail", {"n": 1})
        db.session.commit()
