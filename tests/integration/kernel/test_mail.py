"""Mail leaves after the commit, survives a dead server, and never carries personal data."""

from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from app.kernel import notify
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.jobs.models import OutboxMessage
from app.kernel.jobs.outbox import MAX_ATTEMPTS

pytestmark = pytest.mark.trust(33, 42)

FACTS = {
    "number": "20260304-00001",
    "category": "食品安全",
    "deadline": "2026-03-13",
    "step": "决定是否受理",
}


@pytest.fixture
def known_addresses(app, monkeypatch):
    monkeypatch.setitem(app.extensions["mail_addresses"], "bureau", {5: "scjg@wenzhou.invalid"}.get)


def ask(bureau_id=5):
    notify.mail("new_matter", notify.bureau(bureau_id), **FACTS)
    db.session.commit()


@pytest.mark.usefixtures("known_addresses")
class TestMail:
    def test_mail_arrives_with_the_facts_unless_given_up_or_without_address(self, mailbox):
        notify.mail("new_matter", notify.bureau(5), **FACTS)
        db.session.rollback()
        ask(bureau_id=6)
        assert outbox.drain() == 1
        ask()
        assert mailbox.messages == []
        assert outbox.drain() == 1
        (message,) = mailbox.messages
        assert message["To"] == "scjg@wenzhou.invalid"
        assert "20260304-00001" in message["Subject"]
        text = message.get_content()
        assert "食品安全" in text
        assert "2026-03-13" in text

    def test_mail_waits_for_a_server_that_refuses_and_keeps_its_id(self, mailbox, frozen_clock):
        ask()
        mailbox.refuse = True
        assert outbox.drain() == 0
        row = db.session.scalars(select(OutboxMessage)).one()
        assert (row.attempts, row.done_at) == (1, None)
        mailbox.refuse = False
        frozen_clock.shift(timedelta(minutes=1))
        assert outbox.drain() == 1
        assert row.payload["key"] in mailbox.messages[0]["Message-ID"]

    def test_dead_server_makes_a_dead_letter_that_is_kept(self, app, monkeypatch, frozen_clock):
        monkeypatch.setattr(app.extensions["mail"], "port", 9)
        ask()
        for _ in range(MAX_ATTEMPTS):
            assert outbox.drain() == 0
            frozen_clock.shift(timedelta(days=1))
        row = db.session.scalars(select(OutboxMessage)).one()
        assert row.dead_at is not None
        assert row.last_error == "ConnectionRefusedError"

    def test_without_a_server_mail_becomes_one_file(self, app, monkeypatch):
        monkeypatch.setitem(app.config, "MAIL_SERVER", "")
        ask()
        assert outbox.drain() == 1
        (file,) = (Path(app.config["DATA_DIR"]) / "mail").glob("*.eml")
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert "20260304-00001" in message["Subject"]


@pytest.mark.parametrize("fact", ["phone", "name", "content", "code"])
def test_personal_facts_are_refused(app, fact):
    with pytest.raises(ValueError, match=fact):
        notify.mail("new_matter", notify.bureau(5), **{fact: "x"})
