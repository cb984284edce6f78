"""Whatever is done to the log behind the site's back is found, and the row is named."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.kernel import audit
from app.kernel.audit.models import AuditEvent
from app.kernel.audit.queries import check_row, event
from app.kernel.crypto.encryption import Keyring
from app.kernel.db.session import db

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
    "delete": (["DELETE FROM audit_events WHERE id = 2"], 2),
    "reorder": (
        [f"UPDATE audit_events SET id = {to} WHERE id = {of}" for of, to in SWAPPED],
        2,
    ),
    "cut tail": (["DELETE FROM audit_events WHERE id > 3"], 4),
}
"""What is done to the log, and the row that must be named."""


@pytest.fixture
def five_rows(live_app):
    with live_app.app_context():
        for number in range(1, 6):
            changes: audit.Changes = {"title": ("旧", f"新{number}")}
            what = {"object_type": "entry", "object_id": number, "changes": changes}
            audit.record("credit.publish", actor=ALICE, **what)
        db.session.commit()
        yield


def tamper(*statements):
    """Do what someone with the database's own password could do: switch the guards off first."""
    if db.engine.dialect.name == "sqlite":
        off = [f"DROP TRIGGER audit_events_no_{act}" for act in ("update", "delete")]
    else:
        off = ["ALTER TABLE audit_events DISABLE TRIGGER ALL"]
    for statement in [*off, *statements]:
        db.session.execute(text(statement))
    db.session.commit()


@pytest.mark.usefixtures("five_rows")
class TestChain:
    def test_untouched_log_is_sound(self):
        verdict = audit.verify()
        assert verdict.problem is None
        assert verdict.rows == 5

    @pytest.mark.parametrize(
        "act", ["UPDATE audit_events SET reason = 'x'", "DELETE FROM audit_events"]
    )
    def test_database_refuses_to_change_or_remove_rows(self, act):
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(text(act))

    @pytest.mark.parametrize("column", sorted(EDITS))
    def test_edited_row_is_named(self, column):
        tamper(f"UPDATE audit_events SET {column} = {EDITS[column]} WHERE id = 3")
        assert audit.verify().first_bad_id == 3
        assert check_row(event(3))
        assert check_row(event(2)) is None

    def test_no_column_is_left_out(self):
        assert set(EDITS) | {"id", "version"} == set(AuditEvent.__table__.columns.keys())

    @pytest.mark.parametrize("told", ["旧", "新3"])
    def test_a_word_of_before_or_after_is_enough(self, told):
        tamper(f"UPDATE audit_events SET changes = replace(changes, '{told}', '好') WHERE id = 3")
        assert audit.verify().first_bad_id == 3

    @pytest.mark.parametrize("version", [1, 3])
    def test_row_that_claims_to_be_sealed_otherwise_is_named(self, version):
        tamper(f"UPDATE audit_events SET version = {version}, changes = '' WHERE id = 3")
        assert audit.verify().first_bad_id == 3

    @pytest.mark.parametrize(("statements", "row"), TAMPERED.values(), ids=TAMPERED.keys())
    def test_command_names_the_first_bad_row_and_fails(self, live_app, statements, row):
        tamper(*statements)
        assert audit.verify().first_bad_id == row
        result = live_app.test_cli_runner().invoke(args=["audit", "verify"])
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

    def test_row_forged_with_another_key_is_named(self, live_app):
        live_app.extensions["keyring"] = Keyring.parse(f"k1:{'ab' * 32}")
        assert audit.verify().first_bad_id == 1


def test_row_of_a_rolled_back_act_does_not_exist(app):
    audit.record("credit.publish", actor=ALICE)
    db.session.rollback()
    assert db.session.query(AuditEvent).count() == 0
    assert audit.verify().rows == 0
