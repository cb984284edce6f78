"""Keys are changed while the site runs, and a rotation that is killed loses and leaves nothing."""

import signal
import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import Text, func, select, type_coerce, update

from app.complaints.models import Evidence, Submission
from app.complaints.services.tracking import open_submission
from app.core import key_rotation, uploads
from app.core.crypto import Keyring, Ring, keyring
from app.core.db import db
from tests.support.citizens import FACTS, PERSON, answer_all, photo
from tests.support.complaint_factories import CONTACT, make_submission
from tests.support.pages import PageClient
from tests.support.source import ROOT

ROWS = 40
NEW, NEW_IDENTITY = "ab" * 32, "cd" * 32

ROTATION = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
import wsgi
from app.core import key_rotation, uploads
from app.core.db import db

point, after = sys.argv[1], int(sys.argv[2])
key_rotation.BATCH = 7
updates = 0

def die_at(name):
    global after
    if name == point and (updates or name == "rename"):
        after -= 1
        if after < 0:
            os.kill(os.getpid(), signal.SIGKILL)

def note(_connection, _cursor, statement, *_):
    global updates
    if statement.startswith("UPDATE"):
        updates += 1
        die_at("update")

with wsgi.app.app_context():
    event.listen(db.engine, "before_cursor_execute", note)
    event.listen(db.engine, "commit", lambda *_: die_at("commit"))
    event.listen(db.engine, "checkin", lambda *_: die_at("committed"))
    rename = Path.replace
    Path.replace = lambda *given: (die_at("rename"), rename(*given))[1]
    key_rotation.rotate_keys()
"""
"""A rotation that kills itself at a marked point: with a batch half written, before a commit,
after one, or with a file written beside the old one."""


@pytest.fixture
def site(live_app: Any) -> Any:
    """A site with reports and a photo under the old key, that now runs with the new ones."""
    with live_app.app_context():
        client = PageClient(live_app, PageClient.response_class, use_cookies=True)
        page = client.submit(answer_all(client, kind="both", files=[photo()]))
        live_app.receipt = page.texts("//dl[@class='mj-code']/dd")
        live_app.client = client
        for _ in range(ROWS):
            make_submission()
        db.session.commit()
        db.session.remove()
        run_with(live_app, new_keys(live_app))
        yield live_app


def new_keys(app: Any) -> dict[str, str]:
    return {
        "ENCRYPTION_KEYS": f"k2:{NEW},{app.config['ENCRYPTION_KEYS']}",
        "IDENTITY_KEYS": f"p1:{NEW_IDENTITY}",
    }


def run_with(app: Any, keys: dict[str, str]) -> None:
    app.config.update(keys)
    content = Keyring.parse(keys["ENCRYPTION_KEYS"])
    app.extensions["keyring"] = content
    app.extensions["keyring.identity"] = content.apart(Ring.IDENTITY, keys["IDENTITY_KEYS"])


def rotation(app: Any, point: str = "never", after: int = 0) -> subprocess.Popen[bytes]:
    """A process of its own that rotates the keys of ``app``."""
    environment = {
        "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
        "DATA_DIR": str(app.config["DATA_DIR"]),
        "SECRET_KEY": str(app.config["SECRET_KEY"]),
        "ENCRYPTION_KEYS": app.config["ENCRYPTION_KEYS"],
        "IDENTITY_KEYS": app.config["IDENTITY_KEYS"],
    }
    command = [sys.executable, "-c", ROTATION, point, str(after)]
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def under(prefix: str, column: Any) -> int:
    stored = type_coerce(column, Text)
    found = db.session.scalar(select(func.count()).where(stored.like(f"{prefix}:%")))
    db.session.rollback()
    return int(found or 0)


def everything_opens() -> None:
    """Each value and file is what it was, under whichever key."""
    db.session.remove()
    submissions = db.session.scalars(select(Submission).order_by(Submission.id)).all()
    assert len(submissions) == ROWS + 1
    assert submissions[0].contact == PERSON
    assert submissions[0].narrative == FACTS["narrative"]
    assert all(one.contact == CONTACT for one in submissions[1:])
    picture = db.session.scalars(select(Evidence)).one()
    assert uploads.open_upload(picture.upload_id).startswith(b"\xff\xd8")
    db.session.rollback()


@pytest.mark.parametrize(
    ("point", "after"),
    [("update", 10), ("commit", 4), ("committed", 5), ("rename", 0)],
)
def test_a_killed_rotation_loses_nothing_and_goes_on_at_the_next_call(site, point, after):
    killed = rotation(site, point, after)
    assert killed.wait(timeout=120) == -signal.SIGKILL
    everything_opens()
    assert rotation(site).wait(timeout=120) == 0
    run_with(site, {"ENCRYPTION_KEYS": f"k2:{NEW}", "IDENTITY_KEYS": f"p1:{NEW_IDENTITY}"})
    everything_opens()
    for column in key_rotation.encrypted_columns():
        ring = keyring(column.type.ring)
        stored = type_coerce(column, Text)
        old = select(func.count()).where(column.is_not(None), stored.not_like(f"{ring.current}:%"))
        assert db.session.scalar(old) == 0, column
    assert not [path for path in uploads.stored_paths() if path.suffix]


def test_the_site_goes_on_writing_while_keys_are_changed(site):
    running, written = rotation(site), 0
    newest = {"name": "林晓", "phone": "13577990000"}
    while running.poll() is None:
        written += 1
        newest = {**newest, "phone": f"1357799{written % 10000:04d}"}
        db.session.execute(update(Submission).where(Submission.id > 1).values(contact=newest))
        db.session.commit()
    assert running.returncode == 0
    assert written
    kept = db.session.scalars(select(Submission.contact).where(Submission.id > 1)).all()
    assert kept == [newest] * ROWS
    assert under("p1", Submission.contact) == ROWS + 1
    assert under("k2", Submission.narrative) == ROWS + 1


def test_who_reports_is_under_another_key_than_what(site):
    assert rotation(site).wait(timeout=120) == 0
    contact, narrative = db.session.execute(
        select(type_coerce(Submission.contact, Text), type_coerce(Submission.narrative, Text))
    ).first()
    assert (contact.partition(":")[0], narrative.partition(":")[0]) == ("p1", "k2")
    assert keyring(Ring.IDENTITY).current == "p1"


def test_a_receipt_keeps_its_code_though_the_first_key_is_another(site):
    number, code = site.receipt
    again = site.client.get("/complaints/new/done").texts("//dl[@class='mj-code']/dd")
    assert again == [number, code]
    assert open_submission(number=number, code=code)


def test_a_receipt_whose_key_is_gone_shows_no_wrong_code(site):
    assert rotation(site).wait(timeout=120) == 0
    run_with(site, {"ENCRYPTION_KEYS": f"k2:{NEW}", "IDENTITY_KEYS": f"p1:{NEW_IDENTITY}"})
    page = site.client.get("/complaints/new/done", follow_redirects=True)
    assert page.request.path == "/complaints/track"
