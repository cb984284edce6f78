"""Keys are changed while the site runs, and a rotation that is killed loses and leaves nothing."""

from multiprocessing.process import BaseProcess
from typing import Any

import pytest
from sqlalchemy import Text, func, select, type_coerce, update

from app.kernel.crypto.encryption import Keyring, Ring, keyring
from app.kernel.db.key_canaries import encrypted_columns
from app.kernel.db.session import db
from app.kernel.files import uploads
from app.matters.complaints.matter.models.matters import Submission
from app.matters.complaints.matter.models.submissions import Evidence
from app.matters.complaints.reporter.views import tracked
from tests.crash.dying import Death
from tests.crash.processes import PATIENCE, dying, is_killed
from tests.support.citizens import FACTS, PERSON, answer_all, photo
from tests.support.complaint_factories import CONTACT, make_submission
from tests.support.pages import PageClient

pytestmark = pytest.mark.trust(25)

ROWS = 40
NEW, NEW_IDENTITY = "ab" * 32, "cd" * 32


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


def rotation(app: Any, point: str = "never", after: int = 0) -> BaseProcess:
    """A process of its own that rotates the keys of ``app``."""
    return dying(app, "rotate", Death(point, after))


def is_done(process: BaseProcess) -> bool:
    """Whether it has come to its end."""
    process.join(PATIENCE)
    return process.exitcode == 0


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
    [("statement", 10), ("committed", 5), ("file beside", 0)],
)
def test_a_killed_rotation_loses_nothing_and_goes_on_at_the_next_call(site, point, after):
    assert is_killed(rotation(site, point, after))
    everything_opens()
    assert is_done(rotation(site))
    run_with(site, {"ENCRYPTION_KEYS": f"k2:{NEW}", "IDENTITY_KEYS": f"p1:{NEW_IDENTITY}"})
    everything_opens()
    for column in encrypted_columns():
        ring = keyring(column.type.ring)
        stored = type_coerce(column, Text)
        old = select(func.count()).where(column.is_not(None), stored.not_like(f"{ring.current}:%"))
        assert db.session.scalar(old) == 0, column
    assert not [path for path in uploads.stored_paths() if path.suffix]


def test_the_site_goes_on_writing_while_keys_are_changed(site):
    running, written = rotation(site), 0
    newest = {"name": "林晓", "phone": "13577990000"}
    numbers = list(db.session.scalars(select(Submission.id).where(Submission.id > 1)))
    while running.exitcode is None:
        written += 1
        newest = {**newest, "phone": f"1357799{written % 10000:04d}"}
        rows = [{"id": number, "contact": newest} for number in numbers]
        db.session.execute(update(Submission), rows)
        db.session.commit()
    assert running.exitcode == 0
    assert written
    contacts = db.session.scalars(select(Submission.contact).where(Submission.id > 1)).all()
    assert contacts == [newest] * ROWS
    assert keyring(Ring.IDENTITY).current == "p1"
    db.session.remove()
    assert under("p1", Submission.contact) == ROWS + 1
    assert under("k2", Submission.narrative) == ROWS + 1


def test_a_receipt_keeps_its_code_under_another_first_key_and_shows_none_when_its_own_is_gone(site):
    number, code = site.receipt
    again = site.client.get("/complaints/new/done").texts("//dl[@class='mj-code']/dd")
    assert again == [number, code]
    assert tracked.opened_by(number=number, code=code)
    db.session.remove()
    assert is_done(rotation(site))
    run_with(site, {"ENCRYPTION_KEYS": f"k2:{NEW}", "IDENTITY_KEYS": f"p1:{NEW_IDENTITY}"})
    page = site.client.get("/complaints/new/done", follow_redirects=True)
    assert page.request.path == "/complaints/track"
