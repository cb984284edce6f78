"""What a database has lost of its indexes and triggers is named, and made anew by ``setup``."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.kernel.db.session import db
from app.ops import schema
from app.ops.doctor import examine
from tests.support.schemas import differences, triggers

pytestmark = pytest.mark.trust(39)


@pytest.fixture
def site(alterable_app: Flask):
    with alterable_app.app_context():
        yield alterable_app
        db.session.remove()


def run(*statements: str) -> None:
    for statement in statements:
        db.session.execute(text(statement))
    db.session.commit()


def missing() -> dict[str, str]:
    return {found.subject: found.remedy or "" for found in examine() if found.is_missing}


def drop_trigger(name: str, table: str) -> str:
    of_table = f" ON {table}" if db.engine.dialect.name == "postgresql" else ""
    return f"DROP TRIGGER {name}{of_table}"


def test_lacking_indexes_and_triggers_are_named_and_made_anew_by_setup(site):
    assert schema.examine() == schema.SchemaFaults([], [])
    db.session.remove()
    made = triggers(db.engine)
    lost = next(name for name in made if name.startswith("companies"))
    run(
        "DROP INDEX ix_audit_events_request",
        "DROP INDEX ix_audit_events_at",
        "CREATE INDEX ix_audit_events_at ON audit_events (id)",
        "CREATE INDEX ix_of_the_operator ON audit_events (reason)",
        drop_trigger(lost, "companies"),
    )
    told = missing()["schema as declared"]
    assert told.startswith("3 lacking (first index ix_audit_events_")
    assert "flask --app wsgi setup" in told
    db.session.remove()
    result = site.test_cli_runner().invoke(args=["setup"])
    assert result.exit_code == 0, result.output
    db.session.remove()
    assert triggers(db.engine) == made
    left = [str(difference) for difference in differences(db.engine)]
    assert len(left) == 1  # of the operator, who may have more than we ask for
    assert "ix_of_the_operator" in left[0]


def test_a_guard_of_the_log_that_is_gone_and_a_foreign_table_are_named(site):
    guard = schema.triggers.guard_names(db.engine.dialect.name)[0]
    run(drop_trigger(guard, "audit_events"), "CREATE TABLE notes_of_somebody (id INTEGER)")
    told = missing()["schema as declared"]
    assert "guard the audit log are gone" in told
    assert "notes_of_somebody" in told
    run("DROP TABLE notes_of_somebody")
