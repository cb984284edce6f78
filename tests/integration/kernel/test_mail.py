"""Mail leaves after the commit, survives a dead server, and never carries personal data."""

from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from app.kernel import clock, notify
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.jobs import queries as jobs_queries
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

    def test_mail_that_is_refused_for_its_address_is_dead_after_three_days_and_others_go_out(
        self, mailbox, frozen_clock
    ):
        mailbox.unknown.add("scjg@wenzhou.invalid")
        ask()
        began = clock.now()
        for _ in range(MAX_ATTEMPTS):
            assert outbox.drain() == 0
            row = db.session.scalars(select(OutboxMessage)).one()
            frozen_clock.move_to(max(row.available_at, clock.now()))
        assert row.dead_at - began > timedelta(days=3)
        assert row.last_error == "MessageRefusedError: 550"
        assert jobs_queries.open_breakers() == []
        mailbox.unknown.clear()
        assert outbox.drain() == 0
        assert outbox.replay("mail") == 1
        assert outbox.drain() == 1

    def test_dead_server_costs_no_mail_its_life_and_each_is_sent_once_it_is_back(
        self, app, mailbox, monkeypatch, frozen_clock
    ):
        monkeypatch.setattr(app.extensions["mail"], "port", 9)
        for _ in range(12):
            ask()
        for _ in range(100):
            assert outbox.drain() == 0
            frozen_clock.shift(timedelta(hours=1))
        tried = list(db.session.scalars(select(OutboxMessage.attempts)))
        assert sum(tried) == 5
        assert [each.topic for each in jobs_queries.open_breakers()] == ["mail"]
        monkeypatch.setattr(app.extensions["mail"], "port", mailbox.port)
        assert outbox.drain() == 12
        assert len({message["Message-ID"] for message in mailbox.messages}) == 12
        assert jobs_queries.open_breakers() == []

    def test_one_connection_carries_many_mails_and_another_follows_when_it_breaks(self, mailbox):
        for _ in range(6):
            ask()
        mailbox.most_per_connection = 4
        assert outbox.drain() == 6
        assert len(mailbox.messages) == 6
        assert mailbox.connections == 2

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
