"""Signing in: the same answer for every failure, a lock, no way to another site."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.kernel.errors import InvalidInputError
from app.people import passwords, services
from app.people.rules import Role
from tests.support.factories import PASSWORD, make_bureau, make_staff
from tests.support.staff import sign_in_by_form

pytestmark = pytest.mark.trust(8, 17)


def test_right_password_leads_to_the_worklist_of_the_role(client):
    answer = sign_in_by_form(client, make_staff(Role.HANDLER))
    assert answer.headers["Location"] == "/admin/"
    assert client.get("/admin/").headers["Location"] == "/admin/complaints/"


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (Role.COORDINATOR, "/admin/complaints/"),
        (Role.AUDITOR, "/admin/audit"),
        (Role.SECURITY_ADMIN, "/admin/staff"),
        (Role.SYSTEM_ADMIN, "/admin/system"),
    ],
)
def test_home_is_what_the_role_is_there_for(client, role, home):
    sign_in_by_form(client, make_staff(role))
    page = client.get("/admin/", follow_redirects=True)
    assert page.request.path == home
    assert page.status_code == 200


def test_wrong_name_wrong_password_closed_and_locked_get_the_same_answer(client):
    staff = make_staff()
    closed = make_staff(is_enabled=False)
    answers = [
        sign_in_by_form(client, "nobody"),
        sign_in_by_form(client, staff, "wrong"),
        sign_in_by_form(client, closed),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.one('//div[@role="alert"]').text_content() for answer in answers}) == 1


def test_unknown_name_costs_a_hash_too(app, monkeypatch):
    checked = []
    monkeypatch.setattr(services.passwords, "password_matches", lambda h, p: checked.append(h))
    with pytest.raises(services.SignInError):
        services.sign_in(username="nobody", password="x")
    assert checked[0].startswith("$argon2id$")
    assert not passwords.hash_is_outdated(checked[0])


def test_account_locks_after_five_failures_and_opens_after_fifteen_minutes(client, frozen_clock):
    staff = make_staff()
    for _ in range(5):
        assert sign_in_by_form(client, staff, "wrong").status_code == 401
    assert sign_in_by_form(client, staff).status_code == 401
    frozen_clock.shift(timedelta(minutes=15, seconds=1))
    assert sign_in_by_form(client, staff).status_code == 302


def test_success_clears_the_count_of_failures(client, frozen_clock):
    staff = make_staff()
    for _ in range(2):
        for _ in range(4):
            sign_in_by_form(client, staff, "wrong")
        assert sign_in_by_form(client, staff).status_code == 302
        client.delete_cookie(client.application.config["SESSION_COOKIE_NAME"])
        frozen_clock.shift(timedelta(minutes=6))


def test_one_address_has_ten_failures_in_five_minutes(client):
    for number in range(10):
        assert sign_in_by_form(client, f"nobody{number}").status_code == 401
    refused = sign_in_by_form(client, "nobody-more")
    assert refused.status_code == 429
    assert "操作太频繁" in refused.body_text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.invalid/",
        "//evil.invalid/admin/",
        "/\\evil.invalid/admin/",
        "\\\\evil.invalid",
        "javascript:alert(1)",
        "/complaints/track",
        "https:/admin/",
    ],
)
def test_next_never_leads_off_the_desk(client, target):
    answer = client.post_form(
        "/admin/login",
        {"username": make_staff().username, "password": PASSWORD, "next": target},
        follow_redirects=False,
    )
    assert answer.headers["Location"] == "/admin/"


def test_next_leads_back_to_where_one_was_going(client):
    asked = client.get("/admin/account")
    assert asked.headers["Location"] == "/admin/login?next=/admin/account"
    answer = sign_in_by_form(client, make_staff(), url=asked.headers["Location"])
    assert answer.headers["Location"] == "/admin/account"


def test_sign_ins_and_failures_are_in_the_audit_log(client):
    staff = make_staff()
    sign_in_by_form(client, staff, "wrong")
    sign_in_by_form(client, staff)
    rows = db.session.execute(
        select(AuditEvent.actor_name, AuditEvent.result).order_by(AuditEvent.id)
    ).all()
    assert [tuple(row) for row in rows] == [(staff.full_name, "denied"), (staff.full_name, "done")]


def test_old_hash_is_made_anew_at_sign_in(client):
    staff = make_staff(password_hash=passwords.hasher(32).hash(PASSWORD))
    assert passwords.hash_is_outdated(staff.password_hash)
    sign_in_by_form(client, staff)
    assert not passwords.hash_is_outdated(staff.password_hash)


@pytest.mark.parametrize(
    "roles",
    [
        {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN},
        {Role.AUDITOR, Role.SYSTEM_ADMIN},
        {Role.AUDITOR, Role.HANDLER},
    ],
)
def test_the_three_administrators_are_different_people(app, roles):
    with pytest.raises(InvalidInputError, match="不同的人"):
        services.create_staff(
            username="both",
            full_name="甲乙",
            bureau=make_bureau(),
            roles=roles,
            password="Lucheng-2026-quay",
        )


def test_command_opens_lists_and_closes_accounts(runner):
    bureau = make_bureau()
    created = runner.invoke(
        args=["staff", "create", "linxiao", "--name", "林晓", "--bureau", bureau.code,
              "--role", "handler"]
    )  # fmt: skip
    assert "password, shown only now" in created.output
    assert "linxiao" in runner.invoke(args=["staff", "list"]).output
    assert runner.invoke(args=["staff", "disable", "linxiao"]).exit_code == 0
    assert "(disabled)" in runner.invoke(args=["staff", "list"]).output
    assert runner.invoke(args=["staff", "disable", "nobody"]).exit_code == 1
