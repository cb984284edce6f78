"""A site on SQLite goes to PostgreSQL with every row as it was, or not at all."""

import os
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy import select, text

from app.kernel import audit
from app.kernel.crypto.encryption import Ring
from app.kernel.db import key_canaries, site
from app.kernel.db.session import db
from app.matters.complaints.matter.models.matters import Submission
from app.ops.starting import check_keys_and_folder
from tests.support.apps import open_app
from tests.support.databases import SqliteDatabases
from tests.support.factories import make_company
from tests.support.old_site import KEYS, restore
from tests.support.schemas import differences, triggers

SERVER = os.environ.get("TEST_DATABASE_URL", "")
pytestmark = pytest.mark.skipif(not SERVER, reason="needs a server of PostgreSQL")


@pytest.fixture
def lite(tmp_path):
    """The kept site of before the first release, up to date, on SQLite."""
    address = SqliteDatabases(tmp_path).empty()
    restore(address, tmp_path)
    with open_app(address, tmp_path, ENCRYPTION_KEYS=KEYS) as app, app.app_context():
        upgrade()
        check_keys_and_folder()
        yield app


def moved(lite, address: str) -> tuple[int, str]:
    db.session.rollback()
    result = lite.test_cli_runner().invoke(args=["move", "--to", address], catch_exceptions=False)
    return result.exit_code, result.output


def test_every_row_is_there_and_the_site_goes_on(lite, database_server, tmp_path):
    address = database_server.empty()
    narratives = list(db.session.scalars(select(Submission.narrative).order_by(Submission.id)))
    code, output = moved(lite, address)
    assert code == 0, output
    assert "each table compared by count and by hash" in output
    with open_app(address, tmp_path, ENCRYPTION_KEYS=KEYS) as there, there.app_context():
        assert site.is_current()
        assert list(db.session.scalars(select(Submission.narrative).order_by(Submission.id))) == (
            narratives
        )
        assert audit.verify().problem is None
        assert len(key_canaries.canaries()) == len(Ring)
        db.session.rollback()
        check_keys_and_folder()
        make_company()  # numbered after those that are there
        audit.record("company.made")
        db.session.commit()
        assert differences(db.engine) == []
        off = text("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'")
        assert (db.session.scalar(off), bool(triggers(db.engine))) == (0, True)
        db.session.remove()


def test_a_filled_target_is_refused_and_left_alone(lite, live_app):
    code, output = moved(lite, str(live_app.config["SQLALCHEMY_DATABASE_URI"]))
    assert (code, "the target is not empty" in output) == (1, True)


def test_what_postgresql_does_not_take_leaves_the_target_empty(lite, database_server):
    address = database_server.empty()
    db.session.execute(text("UPDATE companies SET name = 'a' || char(0) WHERE id = 1"))
    db.session.commit()
    code, output = moved(lite, address)
    assert (code, "NUL" in output or "0x00" in output) == (1, True), output
    with open_app(address, Path(lite.config["DATA_DIR"])) as there, there.app_context():
        assert not db.inspect(db.engine).get_table_names()
