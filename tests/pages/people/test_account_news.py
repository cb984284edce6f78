"""A person is told by mail of what a stranger would do to the account, and of nothing personal."""

from email.message import EmailMessage

import pytest

from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.people import services
from tests.support.factories import PASSWORD, make_staff
from tests.support.staff import sign_in_by_form

pytestmark = [pytest.mark.trust(8), pytest.mark.usefixtures("frozen_clock")]

ADDRESS = "lin@wenzhou.invalid"


@pytest.fixture
def staff(app):
    made = make_staff(email=ADDRESS, full_name="林晓江")
    db.session.commit()
    return made


def account_mails(mailbox) -> list[EmailMessage]:
    outbox.drain()
    found = list(mailbox.messages)
    mailbox.messages.clear()
    return found


def leave(client) -> None:
    client.submit(client.get("/admin/account"), action="/logout")


def test_a_browser_that_was_never_used_is_told_of_once(client, staff, mailbox):
    sign_in_by_form(client, staff)
    (mail,) = account_mails(mailbox)
    assert mail["To"] == ADDRESS
    assert "没有用过的浏览器" in mail["Subject"]
    text = mail.get_content()
    for secret in (staff.username, staff.full_name):
        assert secret not in mail["Subject"] + text
    leave(client)
    sign_in_by_form(client, staff)
    assert account_mails(mailbox) == []
    other = make_staff(email="chen@wenzhou.invalid")
    db.session.commit()
    leave(client)
    sign_in_by_form(client, other)
    assert [mail["To"] for mail in account_mails(mailbox)] == ["chen@wenzhou.invalid"]


def test_a_right_password_after_wrong_ones_is_told_of(client, staff, mailbox):
    for _ in range(3):
        sign_in_by_form(client, staff, "wrong")
    assert account_mails(mailbox) == []
    sign_in_by_form(client, staff)
    (mail,) = account_mails(mailbox)
    assert "多次输错之后" in mail.get_content()


def test_a_forged_cookie_makes_no_browser_known(client, staff, mailbox):
    client.set_cookie("mingjian-known", f"WyI{staff.id}Il0.x.y")
    sign_in_by_form(client, staff)
    assert len(account_mails(mailbox)) == 1


def test_a_changed_password_is_told_of(app, staff, mailbox):
    services.change_password(staff=staff, old=PASSWORD, new="Herons-on-the-quay-1869")
    (mail,) = account_mails(mailbox)
    assert "密码已修改" in mail["Subject"]
    assert "/admin/account" in mail.get_content()


def test_who_left_no_address_is_told_nothing(client, mailbox):
    staff = make_staff()
    db.session.commit()
    sign_in_by_form(client, staff)
    assert account_mails(mailbox) == []
