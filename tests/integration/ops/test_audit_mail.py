"""Once a day the end of the log goes to an address outside, with nothing else in it."""

from datetime import timedelta

import pytest

from app.kernel import audit, clock
from app.kernel.audit.queries import head
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.ops.audit_mail import mail_head

pytestmark = pytest.mark.trust(30)

ADDRESS = "auditor@example.invalid"


@pytest.fixture
def mailed(app, frozen_clock):
    """The site with an address set, and a row in its log."""
    app.config["AUDIT_MAIL_TO"] = ADDRESS
    audit.record("credit.publish", actor=audit.Actor(7, "林晓", "editor"), reason="缘由")
    db.session.commit()
    yield app
    app.config["AUDIT_MAIL_TO"] = ""


def run():
    mail_head()
    outbox.drain()


def test_the_mail_says_date_number_and_hash(mailed, mailbox):
    run()
    (message,) = mailbox.messages
    end = head()
    assert message["To"] == ADDRESS
    text = message.get_content()
    assert f"日期：{clock.today()}" in text
    assert f"最后一条的序号：{end.last_id}" in text
    assert f"最后一条的校验码：{end.last_mac}" in text
    for private in ("林晓", "缘由", "credit.publish"):
        assert private not in text


def test_one_mail_a_day_however_often_the_worker_looks_or_the_server_refuses(
    mailed, mailbox, frozen_clock
):
    mailbox.refuse = True
    run()
    mailbox.refuse = False
    frozen_clock.shift(timedelta(minutes=5))
    for _ in range(3):
        run()
    assert len(mailbox.messages) == 1
    frozen_clock.shift(timedelta(days=1))
    run()
    assert len(mailbox.messages) == 2


def test_without_an_address_or_without_rows_nothing_is_mailed(app, mailbox):
    run()
    app.config["AUDIT_MAIL_TO"] = ADDRESS
    run()
    app.config["AUDIT_MAIL_TO"] = ""
    assert mailbox.messages == []
