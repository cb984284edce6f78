"""A session is a row on the server: when the row ends, every copy of its cookie is dead."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.kernel.db.session import db
from app.people import services
from app.people.models import StaffSession
from app.people.rules import Role
from tests.support.factories import PASSWORD, make_staff
from tests.support.pages import PageClient
from tests.support.staff import sign_in_by_form

pytestmark = pytest.mark.trust(10)

NEW_PASSWORD = "Lucheng-2026-quay"


def cookie_of(client):
    return client.get_cookie(client.application.config["SESSION_COOKIE_NAME"])


def copied(client):
    """Another browser that has stolen the cookie."""
    other = PageClient(client.application, PageClient.response_class, use_cookies=True)
    cookie = cookie_of(client)
    other.set_cookie(cookie.key, cookie.value)
    return other


def is_in(client):
    return client.get("/admin/account").status_code == 200


@pytest.fixture
def staff(app):
    return make_staff(Role.HANDLER)


@pytest.fixture
def signed_in(client, staff):
    sign_in_by_form(client, staff)
    assert is_in(client)
    return client


def test_copied_cookie_is_dead_after_logout(signed_in):
    thief = copied(signed_in)
    assert is_in(thief)
    page = signed_in.get("/admin/account")
    answer = signed_in.submit(page, action="logout", follow_redirects=False)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(thief)
    assert not is_in(signed_in)


def test_logout_needs_a_post_with_token(signed_in):
    assert signed_in.get("/admin/logout").status_code == 405
    assert signed_in.post("/admin/logout").status_code == 400
    assert is_in(signed_in)


def test_sign_in_gives_a_new_session_and_leaves_nothing_of_the_old_one(client, staff):
    client.get("/admin/login")
    before = cookie_of(client).value
    sign_in_by_form(client, staff)
    first = cookie_of(client).value
    assert first != before
    client.delete_cookie(client.application.config["SESSION_COOKIE_NAME"])
    sign_in_by_form(client, staff)
    assert cookie_of(client).value != first


def test_cookie_cannot_be_read_by_scripts_or_sent_across_sites(client, staff):
    header = sign_in_by_form(client, staff).headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header


def test_database_does_not_hold_the_token(signed_in):
    stored = db.session.scalars(select(StaffSession.token_hash)).all()
    with signed_in.session_transaction() as held:
        assert held["_user_id"] not in stored


def test_idle_session_ends_after_half_an_hour(client, staff, frozen_clock):
    sign_in_by_form(client, staff)
    for _ in range(3):
        frozen_clock.shift(timedelta(minutes=29))
        assert is_in(client)
    frozen_clock.shift(timedelta(minutes=31))
    assert not is_in(client)


def test_no_session_lives_longer_than_eight_hours(client, staff, frozen_clock):
    sign_in_by_form(client, staff)
    for _ in range(19):
        frozen_clock.shift(timedelta(minutes=25))
        assert is_in(client)
    frozen_clock.shift(timedelta(minutes=25))
    assert not is_in(client)


def test_closing_an_account_ends_its_sessions(signed_in, staff):
    services.disable_staff(staff=staff)
    assert not is_in(signed_in)


def test_other_roles_end_the_sessions(signed_in, staff):
    services.change_roles(staff=staff, roles={Role.EDITOR})
    assert not is_in(signed_in)
    assert [held.role for held in staff.roles] == [Role.EDITOR]


def test_new_password_ends_all_sessions_and_works(signed_in, staff):
    thief = copied(signed_in)
    signed_in.post_form(
        "/admin/account",
        {"old": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD},
        action="password",
    )
    assert not is_in(thief)
    assert not is_in(signed_in)
    assert sign_in_by_form(signed_in, staff).status_code == 401
    assert sign_in_by_form(signed_in, staff, NEW_PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"old": "wrong", "new": NEW_PASSWORD, "again": NEW_PASSWORD}, "当前密码不正确"),
        ({"old": PASSWORD, "new": NEW_PASSWORD, "again": "other"}, "不一致"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "10 至 128"),
    ],
)
def test_refused_password_says_why(signed_in, fields, words):
    page = signed_in.post_form("/admin/account", fields, action="password")
    assert page.status_code == 400
    assert page.title.startswith("错误：")
    assert words in page.one('//div[@role="alert"]').text_content()


def test_one_can_see_and_end_ones_other_sessions(signed_in, staff):
    other = PageClient(signed_in.application, PageClient.response_class, use_cookies=True)
    sign_in_by_form(other, staff)
    page = signed_in.get("/admin/account")
    signed_in.submit(page, action="/sessions/")
    assert not is_in(other)
    assert is_in(signed_in)


def test_nobody_can_end_the_session_of_another(signed_in):
    stranger = PageClient(signed_in.application, PageClient.response_class, use_cookies=True)
    sign_in_by_form(stranger, make_staff())
    foreign = db.session.scalar(text("SELECT max(id) FROM staff_sessions"))
    page = signed_in.get("/admin/account")
    token = page.one('//form[contains(@action, "logout")]//input[@name="csrf_token"]').value
    answer = signed_in.post(f"/admin/account/sessions/{foreign}/end", data={"csrf_token": token})
    assert answer.status_code == 404
    assert is_in(stranger)
