"""Whatever is done to the log behind the site's back is found, and the row is named."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import column, delete, insert, table, text
from sqlalchemy.exc import DatabaseError

from app.kernel import audit, clock
from app.kernel.audit.chain import FIRST_FIELDS, PURPOSE, head_mac
from app.kernel.audit.models import FIRST_LINK, AuditEvent, AuditHead, canonical
from app.kernel.audit.queries import event
from app.kernel.audit.verifying import check_row
from app.kernel.crypto.encryption import SISTERS, Keyring, keyring
from app.kernel.db.session import UTCDateTime, db
from app.matters.complaints.matter.models.matters import Submission
from app.ops.key_retirement import retire_key
from tests.support.complaint_factories import make_submission

pytestmark = pytest.mark.trust(30)

ALICE = audit.Actor(7, "林晓", "editor")

EDITS = {
    "at": "'2020-01-01 08:00:00'",
    "actor_id": "8",
    **dict.fromkeys(("actor_name", "actor_role", "action", "object_type", "object_id"), "'x'"),
    **dict.fromkeys(("result", "reason", "request_id", "changes", "key_name", "mac"), "'x'"),
}
"""By column, what somebody writes into it. The number and the version have tests of their own."""

SWAPPED = [(2, 99), (3, 2), (99, 3)]
TAMPERED = {
    "edit": (["UPDATE audit_events SET reason = 'x' WHERE id = 3"], 3),
    "a word of before": (["UPDATE audit_events SET changes = replace(changes, '旧', '好')"], 1),
    "a word of after": (["UPDATE audit_events SET changes = replace(changes, '新3', '好')"], 3),
    "older seal": (["UPDATE audit_events SET version = 1, changes = '' WHERE id = 3"], 3),
    "unknown seal": (["UPDATE audit_events SET version = 3, changes = '' WHERE id = 3"], 3),
    "delete": (["DELETE FROM audit_events WHERE id = 2"], 2),
    "reorder": (
        [f"UPDATE audit_events SET id = {to} WHERE id = {of}" for of, to in SWAPPED],
        2,
    ),
    "cut tail": (["DELETE FROM audit_events WHERE id > 3"], 4),
}
"""What is done to the log, and the row that must be named."""

PLAIN = (*FIRST_FIELDS, "key_name", "mac")
OLD = table("audit_events", column("at", UTCDateTime()), *map(column, PLAIN))


@pytest.fixture
def five_rows(app: Flask) -> None:
    for number in range(1, 6):
        changes: audit.Changes = {"title": ("旧", f"新{number}")}
        what = {"object_type": "entry", "object_id": number, "changes": changes}
        audit.record("credit.publish", actor=ALICE, **what)
    db.session.commit()


def tamper(*statements: str) -> None:
    """Do what someone with the database's own password could do: switch the guards off first."""
    if db.engine.dialect.name == "sqlite":
        off = [f"DROP TRIGGER IF EXISTS audit_events_no_{act}" for act in ("update", "delete")]
    else:
        off = ["ALTER TABLE audit_events DISABLE TRIGGER ALL"]
    for statement in [*off, *statements]:
        db.session.execute(text(statement))
    db.session.expire_all()


@pytest.mark.usefixtures("five_rows")
class TestChain:
    def test_untouched_log_is_sound(self):
        verdict = audit.verify()
        assert (verdict.problem, verdict.rows) == (None, 5)

    @pytest.mark.parametrize("column", sorted(EDITS))
    def test_edited_row_is_named(self, column):
        tamper(f"UPDATE audit_events SET {column} = {EDITS[column]} WHERE id = 3")
        assert audit.verify().first_bad_id == 3
        assert check_row(event(3))
        assert check_row(event(2)) is None

    def test_no_column_is_left_out(self):
        assert set(EDITS) | {"id", "version"} == set(AuditEvent.__table__.columns.keys())

    @pytest.mark.parametrize(("statements", "row"), TAMPERED.values(), ids=TAMPERED.keys())
    def test_command_names_the_first_bad_row_and_fails(
        self, runner: FlaskCliRunner, statements, row
    ):
        tamper(*statements)
        db.session.commit()
        assert audit.verify().first_bad_id == row
        result = runner.invoke(args=["audit", "verify"])
        assert result.exit_code == 1
        assert f"row {row} " in result.output

    def test_the_row_after_a_removed_one_is_not_sound(self):
        tamper("DELETE FROM audit_events WHERE id = 2")
        assert check_row(event(3))

    def test_cut_tail_is_found_when_the_head_is_set_back_too(self):
        tamper(
            "DELETE FROM audit_events WHERE id = 5",
            "UPDATE audit_head SET last_id = 4, "
            "last_mac = (SELECT mac FROM audit_events WHERE id = 4)",
        )
        assert "head was changed" in audit.verify().problem

    def test_emptied_log_is_found_by_the_note_outside(self):
        audit.anchor()
        tamper("DELETE FROM audit_events", "DELETE FROM audit_head")
        assert audit.verify().first_bad_id == 1

    def test_an_older_database_put_back_is_found_by_the_note_outside(self):
        old = db.session.execute(text("SELECT last_id, last_mac, mac FROM audit_head")).one()
        audit.record("credit.publish", actor=ALICE)
        db.session.commit()
        audit.anchor()
        back = ", ".join(f"{name} = '{value}'" for name, value in old._asdict().items())
        tamper("DELETE FROM audit_events WHERE id = 6", f"UPDATE audit_head SET {back}")
        assert audit.verify().first_bad_id == 6

    def test_row_forged_with_another_key_is_named(self, app: Flask, monkeypatch):
        monkeypatch.setitem(app.extensions, "keyring", Keyring.parse(f"k1:{'ab' * 32}"))
        assert audit.verify().first_bad_id == 1


def test_row_of_a_rolled_back_act_does_not_exist(app):
    audit.record("credit.publish", actor=ALICE)
    db.session.rollback()
    assert db.session.query(AuditEvent).count() == 0
    assert audit.verify().rows == 0


def write_as_before(rows: int) -> None:
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


def test_old_rows_verify_and_are_guarded_and_new_ones_follow_them(app):
    write_as_before(3)
    audit.record("credit.publish", changes={"title": ("旧", "新")})
    db.session.commit()
    verdict = audit.verify()
    assert (verdict.rows, verdict.problem) == (4, None)
    rows = db.session.query(AuditEvent.version, AuditEvent.changes).order_by(AuditEvent.id).all()
    assert [(row.version, bool(row.changes)) for row in rows] == [*[(1, False)] * 3, (2, True)]
    for act in ("UPDATE audit_events SET changes = 'x'", "DELETE FROM audit_events"):
        with pytest.raises(DatabaseError, match="append-only"), db.session.begin_nested():
            db.session.execute(text(act))


NEW, NEWEST = (f"{name}:{digit * 64}" for name, digit in (("k2", "2"), ("k3", "3")))


@pytest.fixture
def list_keys(app: Flask, monkeypatch) -> Callable[..., None]:
    """Have the site run with other keys."""

    def listed(*keys: str) -> None:
        content = Keyring.parse(",".join(keys))
        monkeypatch.setitem(app.extensions, "keyring", content)
        for ring in SISTERS:
            monkeypatch.setitem(app.extensions, f"keyring.{ring}", content.apart(ring, ""))

    return listed


@pytest.fixture
def retired(app: Flask, list_keys, five_rows) -> None:
    """A log of five rows under k1, which has been retired; then k2 too. Only k3 is listed."""
    old = app.config["ENCRYPTION_KEYS"]
    for first, last in ((NEW, old), (NEWEST, NEW)):
        list_keys(first, last)
        retire_key(last.partition(":")[0])
    list_keys(NEWEST)
    audit.record("credit.publish", actor=ALICE)
    db.session.commit()


@pytest.mark.usefixtures("retired")
class TestEpochs:
    def test_log_is_whole_without_the_keys_of_its_time(self):
        verdict = audit.verify()
        assert (verdict.problem, verdict.rows) == (None, 10)
        assert check_row(event(3)) is None

    @pytest.mark.parametrize("column", sorted(EDITS))
    def test_a_row_of_a_sealed_epoch_that_was_edited_is_found(self, column):
        tamper(f"UPDATE audit_events SET {column} = {EDITS[column]} WHERE id = 3")
        assert audit.verify().problem
        assert check_row(event(3))

    @pytest.mark.parametrize(("statements", "row"), TAMPERED.values(), ids=TAMPERED.keys())
    def test_whatever_was_done_to_a_sealed_epoch_is_found(self, statements, row):
        tamper(*statements)
        assert audit.verify().problem

    def test_a_seal_that_was_edited_is_found(self):
        tamper("UPDATE audit_events SET object_id = 'x' WHERE action = 'audit.epoch_sealed'")
        assert "was changed, moved or forged" in audit.verify().problem

    def test_a_row_under_a_retired_key_after_its_epoch_is_refused(self):
        tamper("UPDATE audit_events SET key_name = 'k1' WHERE id = 10")
        assert "row 10 was written with key k1" in audit.verify().problem


@pytest.mark.usefixtures("five_rows")
def test_a_key_in_use_is_not_retired_and_keys_are_listed_by_name_alone(app, runner, list_keys):
    refused = runner.invoke(args=["keys", "retire", "k1"])
    assert (refused.exit_code, "list another key before it" in refused.output) == (1, True)
    make_submission()
    db.session.commit()
    list_keys(NEW, app.config["ENCRYPTION_KEYS"])
    refused = runner.invoke(args=["keys", "retire", "k1"])
    assert (refused.exit_code, "keys rotate" in refused.output) == (1, True)
    assert "k9 is not listed" in runner.invoke(args=["keys", "retire", "k9"]).output
    tamper("UPDATE audit_events SET reason = 'x' WHERE id = 3")
    db.session.commit()
    db.session.execute(delete(Submission))
    db.session.commit()
    refused = runner.invoke(args=["keys", "retire", "k1"])
    assert "the audit log is not whole (row 3 " in refused.output
    listed = runner.invoke(args=["keys", "list"]).output
    assert "k2 " in listed
    assert "222" not in listed
