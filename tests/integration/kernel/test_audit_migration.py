"""Rows written before the log told of changes stay sound, and stay guarded."""

import pytest
from flask_migrate import upgrade
from sqlalchemy import column, insert, table, text
from sqlalchemy.exc import DatabaseError

from app.kernel import audit, clock
from app.kernel.audit.chain import FIRST_FIELDS, PURPOSE, head_mac
from app.kernel.audit.models import FIRST_LINK, AuditEvent, AuditHead, canonical
from app.kernel.crypto.encryption import keyring
from app.kernel.db.session import UTCDateTime, db
from tests.support.apps import open_app

PLAIN = (*FIRST_FIELDS, "key_name", "mac")
OLD = table("audit_events", column("at", UTCDateTime()), *map(column, PLAIN))
EDIT, REMOVE = "UPDATE audit_events SET changes = 'x'", "DELETE FROM audit_events"


def write_as_before(rows):
    """What the site wrote in its first version: the seal over the first fields alone."""
    previous = FIRST_LINK
    for number in range(1, rows + 1):
        values = dict.fromkeys(FIRST_FIELDS, "x") | {"id": number, "actor_id": None}
        at, key = clock.now(), keyring().current
        content = canonical(at, (*(values[field] for field in FIRST_FIELDS), previous))
        previous = keyring().mac(PURPOSE, content, key)
        db.session.execute(insert(OLD).values(**values, at=at, key_name=key, mac=previous))
    head = AuditHead(id=1, last_id=rows, last_mac=previous, key_name=key, mac="")
    head.mac = head_mac(head)
    db.session.add(head)
    db.session.commit()


@pytest.fixture
def old_site(database_server, tmp_path):
    with open_app(database_server.empty(), tmp_path) as site, site.app_context():
        upgrade()
        write_as_before(3)
        yield site


@pytest.mark.usefixtures("old_site")
def test_old_rows_verify_and_new_ones_follow_them():
    audit.record("credit.publish", changes={"title": ("旧", "新")})
    db.session.commit()
    verdict = audit.verify()
    assert (verdict.rows, verdict.problem) == (4, None)
    kept = db.session.query(AuditEvent.version, AuditEvent.changes).order_by(AuditEvent.id).all()
    assert [row.version for row in kept] == [1, 1, 1, 2]
    assert [bool(row.changes) for row in kept] == [False, False, False, True]


@pytest.mark.usefixtures("old_site")
@pytest.mark.parametrize("act", [EDIT, REMOVE])
def test_old_rows_are_guarded(act):
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text(act))
