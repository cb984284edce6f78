"""Nobody gets in who is not signed in; nobody does what their role does not name."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.people.access import required_permission
from app.people.permissions import Permission
from app.people.rules import ROLE_PERMISSIONS, Role, permissions_of, roles_conflict
from app.site.admin.audit_words import ACTIONS, OBJECTS
from app.site.admin.blueprint import OPEN_TO_ALL
from tests.support.factories import make_staff
from tests.support.source import ROOT
from tests.support.staff import sign_in

pytestmark = pytest.mark.trust(1, 5)


def desk_rules(app: Flask):
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/admin")]


def test_every_page_of_the_desk_is_under_the_guard_and_names_its_permission(app):
    for rule in desk_rules(app):
        assert rule.endpoint.startswith("admin."), rule
        if rule.endpoint not in OPEN_TO_ALL:
            assert required_permission(app.view_functions[rule.endpoint]), rule


def test_every_page_of_the_desk_sends_strangers_to_sign_in(app, client):
    for rule in desk_rules(app):
        if rule.endpoint in OPEN_TO_ALL or "GET" not in rule.methods:
            continue
        with app.test_request_context():
            url = rule.build(dict.fromkeys(rule.arguments, "1"), append_unknown=False)[1]
        answer = client.get(url)
        assert answer.status_code == 302, url
        assert answer.headers["Location"].startswith("/admin/login"), url


def test_page_of_the_desk_is_never_kept(client):
    assert client.get("/admin/login").headers["Cache-Control"] == "no-store"
    sign_in(client, make_staff())
    assert client.get("/admin/account").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.HANDLER, "/admin/audit"),
        (Role.HANDLER, "/admin/staff"),
        (Role.AUDITOR, "/admin/complaints/"),
        (Role.SYSTEM_ADMIN, "/admin/complaints/"),
        (Role.SYSTEM_ADMIN, "/admin/audit"),
        (Role.SECURITY_ADMIN, "/admin/audit"),
        (Role.EDITOR, "/admin/system"),
    ],
)
def test_what_the_role_does_not_name_is_refused_and_noted(client, role, path):
    staff = make_staff(role)
    sign_in(client, staff)
    assert client.get(path).status_code == 403
    last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (last.action, last.actor_id, last.result) == ("access.denied", staff.id, "denied")


def test_security_admin_closes_and_opens_accounts(client):
    other = make_staff()
    sign_in(client, make_staff(Role.SECURITY_ADMIN))
    page = client.get("/admin/staff")
    client.submit(page, action=f"/staff/{other.id}/disable")
    assert other.is_enabled is False
    client.submit(client.get("/admin/staff"), action=f"/staff/{other.id}/enable")
    assert other.is_enabled is True


def test_auditor_sees_who_did_what_and_can_check_the_chain(client):
    staff = make_staff(Role.AUDITOR)
    sign_in(client, staff)
    page = client.get(f"/admin/audit?actor={staff.full_name}&verify=1")
    assert "核验通过" in page.body_text
    assert "登录" in page.texts('//td[@data-l="动作"]')


def test_every_action_in_the_code_has_a_name_in_the_log():
    called = re.compile(r'(?:record|record_on|_log)\(\s*(?:[\w.]+,\s*)?"([a-z_]+\.[a-z_]+)"')
    found = {
        action
        for path in (ROOT / "app").rglob("*.py")
        for action in called.findall(path.read_text(encoding="utf-8"))
    }
    assert "session.end" in found
    assert found <= ACTIONS.keys(), found - ACTIONS.keys()


def test_every_kind_of_object_in_the_code_has_a_name_in_the_log():
    called = re.compile(r'object_type="([a-z_]+)"')
    found = {
        kind
        for path in (ROOT / "app").rglob("*.py")
        for kind in called.findall(path.read_text(encoding="utf-8"))
    }
    assert "staff" in found
    assert found <= OBJECTS.keys(), found - OBJECTS.keys()


def test_auditor_and_system_admin_have_no_permission_on_matters_or_records():
    personal = {Permission.HANDLE_MATTERS, Permission.SHOW_IDENTITY}
    for role in (Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.EDITOR, Role.REVIEWER):
        assert not ROLE_PERMISSIONS[role] & personal
    assert ROLE_PERMISSIONS[Role.AUDITOR] == {Permission.USE_DESK, Permission.READ_AUDIT}


def test_every_permission_belongs_to_a_role_and_every_role_has_some():
    assert permissions_of(Role) == set(Permission)
    assert set(ROLE_PERMISSIONS) == set(Role)


def test_who_edits_does_not_publish():
    for role, allowed in ROLE_PERMISSIONS.items():
        assert not {Permission.EDIT_RECORDS, Permission.PUBLISH_RECORDS} <= allowed, role


def test_administrators_hold_one_role_only():
    assert roles_conflict([Role.AUDITOR, Role.HANDLER])
    assert not roles_conflict([Role.HANDLER, Role.HEAD])
    assert not roles_conflict([Role.AUDITOR])
