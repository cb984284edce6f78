"""Whatever staff do is in the log: each address is asked, and the rows it leaves are counted."""

from itertools import chain

import pytest
from sqlalchemy import func, select

from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.kernel.imports.exporting import FORMATS
from app.kernel.web.headers import READING_METHODS
from app.people.access import required_permission
from app.people.rules import SEPARATED_ROLES, Role, permissions_of
from app.site.admin.accounting import PERSONAL_PAGES
from app.site.admin.blueprint import OPEN_TO_ALL
from tests.support import factories
from tests.support.complaint_factories import make_matter
from tests.support.factories import make_staff
from tests.support.redress_desk import accepted
from tests.support.staff import sign_in, take_over

pytestmark = pytest.mark.trust(29)

TAKEN_AWAY = {
    "admin.complaints.evidence",
    "admin.complaints.evidence_inside",
    "admin.complaints.paper_file",
    "admin.complaints.closing_file",
    "admin.redress.file",
    "admin.redress.paper_file",
}
"""What answers with a file: each is noted when it is downloaded."""

LOGOUT = "admin.accounts.sign_out"


def rows_of(staff) -> int:
    counted = select(func.count()).where(AuditEvent.actor_id == staff.id)
    return db.session.scalar(counted) or 0


def last_action() -> str:
    newest = select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(1)
    return str(db.session.scalar(newest))


def address(app, rule) -> str:
    """An address that the rule matches; what it names does not exist."""
    arguments = {name: converted(rule, name) for name in rule.arguments}
    with app.test_request_context():
        return rule.build(arguments, append_unknown=False)[1]


def converted(rule, name):
    choices = getattr(rule._converters[name], "items", None)
    return sorted(choices)[0] if choices else "999999"


def token_of(client) -> str:
    return client.get("/admin/account").all("//input[@name='csrf_token']")[0].value


def everybody():
    """One person with all roles that go together, and one for each that goes with no other."""
    together = [role for role in Role if role not in SEPARATED_ROLES]
    return [make_staff(*together), *(make_staff(role) for role in sorted(SEPARATED_ROLES))]


def is_theirs(app, rule, staff) -> bool:
    """Whether it asks for a permission of theirs; an address that asks for none is the first's."""
    permission = required_permission(app.view_functions[rule.endpoint])
    if permission is None:
        return staff.has_role(Role.HANDLER)
    return permission in permissions_of(held.role for held in staff.roles)


def test_every_unsafe_request_of_staff_leaves_a_row(app, client):
    unsafe = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("admin.")
        and set(rule.methods) - READING_METHODS
        and rule.endpoint not in OPEN_TO_ALL
    ]
    assert len(unsafe) > 25
    asked = 0
    for staff in everybody():
        take_over(client, staff)
        token = token_of(client)
        theirs = [rule for rule in unsafe if is_theirs(app, rule, staff)]
        for rule in sorted(theirs, key=lambda rule: rule.endpoint == LOGOUT):
            before = rows_of(staff)
            client.post(address(app, rule), data={"csrf_token": token})
            assert rows_of(staff) == before + 1, rule
        asked += len(theirs)
    assert asked >= len(unsafe)


def test_a_forged_request_leaves_a_row_too(app, client):
    staff = make_staff(Role.SYSTEM_ADMIN)
    sign_in(client, staff)
    before = rows_of(staff)
    assert client.post("/admin/system/replay").status_code == 400
    assert rows_of(staff) == before + 1


def test_every_page_that_is_not_theirs_leaves_one_row(app, client):
    staff = make_staff(Role.AUDITOR)
    sign_in(client, staff)
    for rule in app.url_map.iter_rules():
        permission = required_permission(app.view_functions[rule.endpoint])
        if permission is None or permission in permissions_of([Role.AUDITOR]):
            continue
        if "GET" in rule.methods:
            before = rows_of(staff)
            assert client.get(address(app, rule)).status_code == 403
            assert (rows_of(staff), last_action()) == (before + 1, "access.denied"), rule


def test_a_record_of_another_body_leaves_a_row(client):
    case = factories.make_case(source_bureau_id=factories.make_bureau().id)
    staff = make_staff(Role.EDITOR)
    sign_in(client, staff)
    assert client.get(f"/admin/cases/{case.id}").status_code == 404
    assert last_action() == "access.missed"


def pages(app, staff=None):
    """Addresses without a parameter: those of ``staff``, or all. What is a list has a file in each
    format, or in none."""
    for rule in app.url_map.iter_rules():
        is_asked = staff is None or is_theirs(app, rule, staff)
        if is_asked and "GET" in rule.methods and not rule.arguments:
            yield [f"{rule.rule}?format={file_format}" for file_format in FORMATS]


def is_taken(client, url) -> bool:
    """Whether the address answers with a file."""
    return "Content-Disposition" in client.get(url).headers


def test_every_export_that_staff_take_away_leaves_one_row(app, client):
    found = 0
    for staff in everybody():
        take_over(client, staff)
        for first, *others in pages(app, staff):
            before = rows_of(staff)
            if is_taken(client, first):
                assert rows_of(staff) == before + 1, first
                for number, url in enumerate(others, start=2):
                    assert is_taken(client, url)
                    assert rows_of(staff) == before + number, url
                found += 1
    assert found > 20


def test_what_the_public_takes_away_leaves_none(app, client):
    files = [others for first, *others in pages(app) if is_taken(client, first)]
    assert files
    assert all(is_taken(client, url) for url in chain.from_iterable(files))
    assert db.session.scalar(select(func.count(AuditEvent.id))) == 0


def test_reading_a_matter_and_its_evidence_leaves_a_row_each(client, frozen_clock):
    bureau = factories.make_bureau()
    staff, matter = make_staff(bureau=bureau), make_matter(bureau=bureau)
    sign_in(client, staff)
    client.get(f"/admin/complaints/{matter.number}")
    assert last_action() == "matter.opened"
    row = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (row.object_type, row.object_id) == ("matter", matter.number)


def test_reading_a_paper_of_an_objection_leaves_a_row(client, frozen_clock):
    bureau = factories.make_bureau()
    staff = make_staff(bureau=bureau)
    application = accepted(bureau, staff)
    sign_in(client, staff)
    client.get(f"/admin/redress/{application.number}/papers/{application.documents[0].id}")
    row = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (row.action, row.object_id) == ("redress.paper_read", application.number)


def test_every_page_about_one_submission_counts_as_read_or_taken_away(app):
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(("admin.complaints.", "admin.redress."))
        and "GET" in rule.methods
        and "number" in rule.arguments
    }
    assert pages == {*PERSONAL_PAGES, *TAKEN_AWAY}


@pytest.mark.parametrize("path", ["/admin/account", "/admin/complaints/", "/"])
def test_pages_without_personal_data_leave_none(client, path):
    staff = make_staff()
    sign_in(client, staff)
    before = rows_of(staff)
    client.get(path)
    assert rows_of(staff) == before
