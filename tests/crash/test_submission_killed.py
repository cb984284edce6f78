"""A web process is killed while someone reports: nothing acknowledged is lost, nothing is doubled.

The person presses the button again when no answer comes, as people do.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from app.kernel.db.session import db
from app.kernel.files import uploads
from app.kernel.files.uploads import ORPHAN_AGE
from app.kernel.jobs import outbox
from app.kernel.jobs.models import OutboxMessage
from app.matters.complaints.intake.models import ComplaintDraft
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import Evidence
from app.matters.complaints.reporter.views import tracked
from tests.crash.processes import Browser
from tests.support.citizens import PERSON, answer_all, photo

pytestmark = pytest.mark.trust(32, 34)

EVIDENCE, CHECK = "/complaints/new/evidence", "/complaints/new/check"
OF_FILES = ("file written", "file beside", "file in place", "file stored")
OF_FORMS = ("statement", "commit", "committed", "answer", "half the answer")
POINTS = [
    *((EVIDENCE, point) for point in (*OF_FILES, *OF_FORMS)),
    *((CHECK, point) for point in OF_FORMS),
]
MAILS = 4
"""To the lead body and to the one that assists, about each of the two matters."""
RANDOM_KILLS = 1
MOST_POINTS = {EVIDENCE: 12, CHECK: 45}
"""About as many points as a process passes while it takes the files, or what was written."""


@pytest.fixture
def browser(live_app: Any) -> Iterator[Browser]:
    with live_app.app_context():
        yield Browser(live_app, Browser.response_class, use_cookies=True)


def count(model: Any) -> int:
    found = db.session.scalar(select(func.count()).select_from(model)) or 0
    db.session.rollback()
    return found


def all_or_nothing() -> None:
    """After the crash there is a whole submission, with all that belongs to it, or none."""
    whole = count(Submission)
    assert whole <= 1
    assert count(Matter) == 2 * whole
    assert len([path for path in uploads.stored_paths() if not path.suffix]) >= count(Evidence)
    waiting = select(func.count()).where(OutboxMessage.topic == "mail")
    assert db.session.scalar(waiting) == MAILS * whole
    db.session.rollback()


def report(browser: Browser, path: str, point: str, after: int = 0) -> tuple[str, str]:
    """Hand in a complaint and report in one, with two photos; returns number and code."""
    browser.path, browser.point, browser.after = path, point, after
    browser.looks = all_or_nothing
    pictures = [photo("标签.jpg"), photo("货架.jpg", "gray")]
    page = answer_all(browser, kind="both", files=pictures, identity={**PERSON})
    done = browser.submit(page)
    number, code = done.texts("//dl[@class='mj-code']/dd")
    assert not browser.path, "the form was never sent"
    return number, code


def everything_is_there_once(number: str, code: str, mailbox: Any) -> None:
    submission = db.session.scalars(select(Submission)).one()
    assert tracked.opened_by(number=number, code=code) == submission.id
    assert [matter.number[1:] for matter in submission.matters] == [submission.number] * 2
    assert sorted(evidence.name for evidence in submission.evidence) == ["标签.jpg", "货架.jpg"]
    for evidence in submission.evidence:
        assert sha256(uploads.open_upload(evidence.upload_id)).hexdigest() == evidence.sha256
    db.session.rollback()
    while outbox.drain():
        pass
    message_ids = [message["Message-ID"] for message in mailbox.messages]
    assert len(message_ids) == len(set(message_ids)) == MAILS
    assert len({message["Subject"] for message in mailbox.messages}) == MAILS


def what_is_left_over_goes() -> None:
    """Files that no row remembers are swept away after a day, and only these.

    Of files the disk tells the time, for which it does not stand still.
    """
    written = max(path.stat().st_mtime for path in uploads.stored_paths())
    later = datetime.fromtimestamp(written, UTC) + ORPHAN_AGE + timedelta(hours=1)
    with time_machine.travel(later):
        uploads.sweep_files()
    remembered = set(db.session.scalars(select(Evidence.upload_id)))
    db.session.rollback()
    assert {path.name for path in uploads.stored_paths()} == remembered
    assert count(ComplaintDraft) == 1


@pytest.mark.parametrize(("path", "point"), POINTS)
def test_killed_at_a_marked_point_and_sent_again_it_is_there_once(
    browser: Browser, mailbox: Any, path: str, point: str
) -> None:
    number, code = report(browser, path, point)
    assert browser.unanswered == 1, "the process did not die"
    everything_is_there_once(number, code, mailbox)
    what_is_left_over_goes()


@pytest.mark.parametrize("path", [EVIDENCE, CHECK])
@pytest.mark.parametrize("seed", range(RANDOM_KILLS))
def test_killed_anywhere_and_sent_again_it_is_there_once(
    browser: Browser, mailbox: Any, path: str, seed: int
) -> None:
    after = random.Random(seed).randrange(MOST_POINTS[path])  # noqa: S311  # no secret
    number, code = report(browser, path, "any", after)
    everything_is_there_once(number, code, mailbox)
    what_is_left_over_goes()
