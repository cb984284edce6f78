"""The auditor finds each row, sees what it changed, and takes the log away."""

import csv
import io

import pytest
from sqlalchemy import func, select

from app.kernel import audit, clock
from app.kernel.audit import queries
from app.kernel.audit.models import AuditEvent
from app.kernel.audit.queries import PER_PAGE, EventFilters, events
from app.kernel.db.session import db
from app.matters.complaints.handling.services.handling import show_identity
from app.people.rules import Role
from tests.support.complaint_factories import CONTACT, make_matter
from tests.support.factories import make_staff
from tests.support.staff import sign_in

pytestmark = pytest.mark.trust(31)

BOB = audit.Actor(8, "周若溪", "editor,reviewer")


@pytest.fixture
def auditor(client):
    staff = make_staff(Role.AUDITOR)
    sign_in(client, staff)
    return staff


def write(number=1, **what):
    for each in range(number):
        what = {"actor": BOB, "object_type": "case", "object_id": each, **what}
        audit.record("record.saved", **what)
    db.session.commit()


def numbers(page):
    return [int(text) for text in page.texts("//main//tbody/tr/th")]


@pytest.mark.parametrize(
    "query",
    [
        "actor=周若溪",
        "role=reviewer",
        "role=editor",
        "action=record.saved",
        "kind=case",
        "kind=case&object=0",
        "result=failed",
        "from={today}&actor=周若溪",
        "to={today}&from={today}&kind=case",
    ],
)
def test_each_filter_finds_the_row_and_no_other(client, auditor, query):
    write(result=audit.Result.FAILED)
    found = client.get(f"/admin/audit?{query.format(today=clock.today())}")
    (number,) = numbers(found)
    assert db.session.get(AuditEvent, number).actor_name == "周若溪"


@pytest.mark.parametrize(
    "query", ["to={yesterday}", "from={tomorrow}", "role=handler", "request=ff", "object=99"]
)
def test_what_does_not_pass_is_not_shown(client, auditor, query):
    days = {"yesterday": clock.today() - clock.ONE_DAY, "tomorrow": clock.today() + clock.ONE_DAY}
    assert "没有符合条件的记录" in client.get(f"/admin/audit?{query.format(**days)}").body_text


def test_rows_of_one_request_are_found_by_its_number(client, auditor):
    page = client.get("/admin/audit")
    request = db.session.scalars(select(AuditEvent.request_id)).one()
    assert request == db.session.get(AuditEvent, numbers(page)[0]).request_id
    assert numbers(client.get(f"/admin/audit?request={request}")) == numbers(page)


@pytest.mark.parametrize(
    "query", ["from=昨天", "from=0001-01-01", "action=none", "before=x", "role=boss"]
)
def test_a_filter_that_cannot_be_understood_is_refused_in_words(client, auditor, query):
    page = client.get(f"/admin/audit?{query}")
    assert page.status_code == 400
    assert "请" in page.body_text


def test_pages_follow_each_other_without_gap_or_repetition(client, auditor):
    write(2 * PER_PAGE)
    page, seen = client.get("/admin/audit"), []
    seen += numbers(page)
    while following := page.all("//a[@rel='next']"):
        page = client.get(following[0].get("href"))
        seen += numbers(page)
    assert seen == list(range(2 * PER_PAGE + 1, 0, -1))
    assert "最新的" in page.body_text


def test_a_page_costs_the_same_statements_at_any_size(client, auditor, count_statements):
    with count_statements() as few:
        client.get("/admin/audit")
    write(3 * PER_PAGE)
    with count_statements() as many:
        client.get("/admin/audit?kind=case&action=record.saved")
    assert len(many) == len(few) <= 7, str(many)


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        (EventFilters(), "ix_audit_events_at"),
        (EventFilters(role="auditor"), "ix_audit_events_at"),
        (EventFilters(actor="周若溪"), "ix_audit_events_actor_name"),
        (EventFilters(action="record.saved"), "ix_audit_events_action"),
        (EventFilters(kind="case"), "ix_audit_events_object_type"),
        (EventFilters(result="denied"), "ix_audit_events_result"),
        (EventFilters(request="ff"), "ix_audit_events_request"),
        (EventFilters(first_day=clock.today(), last_day=clock.today()), "ix_audit_events_at"),
    ],
)
@pytest.mark.parametrize("before", [None, 7])
def test_a_page_is_read_in_the_order_of_an_index(app, count_statements, filters, index, before):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite says in words which index it takes")
    with count_statements() as counted:
        events(filters, before=before)
    asked = f"EXPLAIN QUERY PLAN {counted.statements[-1]}"
    found = db.session.connection().exec_driver_sql(asked, ("",) * asked.count("?"))
    plan = [row.detail for row in found]
    assert any(index in line for line in plan), plan
    if not filters.request:
        assert not any("TEMP B-TREE" in line for line in plan), plan


def test_a_row_shows_before_and_after_and_that_it_is_sound(client, auditor):
    changes: audit.Changes = {"title": ("旧题目", "新题目"), "is_public": (None, True)}
    write(changes=changes, reason="更正")
    number = queries.head().last_id
    page = client.get(f"/admin/audit/{number}")
    assert page.texts("//del") == ["旧"]
    assert page.texts("//ins") == ["是", "新"]
    assert "案件名称" in page.texts("//tbody//th")
    assert "这条记录与写入时一致" in page.body_text
    assert client.get("/admin/audit/999999").status_code == 404


def test_the_log_is_exported_whole_and_the_export_is_noted(client, auditor):
    write(PER_PAGE + 5, reason="=1+1")
    answer = client.get("/admin/audit?format=csv&kind=case")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert len(rows) == PER_PAGE + 5
    assert rows[0]["动作"] == "录入或修改公示内容"
    assert rows[0]["说明"] == "'=1+1"
    assert client.get("/admin/audit?format=xlsx&kind=case").data.startswith(b"PK")
    exported = select(AuditEvent.reason).where(AuditEvent.action == "audit.exported")
    assert list(db.session.scalars(exported)) == ["csv 行政处罚", "xlsx 行政处罚"]


def test_the_export_of_a_log_of_reports_holds_no_personal_data(client, frozen_clock, auditor):
    handler, matter = make_staff(), make_matter()
    matter.bureau_id, matter.handler_id = handler.bureau_id, handler.id
    db.session.commit()
    show_identity(matter=matter, staff=handler, reason=f"回访，电话 {CONTACT['phone']}")
    answer = client.get("/admin/audit?format=csv").get_data(as_text=True)
    assert "查看反映人身份" in answer
    assert "回访" in answer
    submission = matter.submission
    for private in (*CONTACT.values(), submission.title, submission.narrative):
        assert private not in answer


def test_verifying_is_noted_and_says_what_it_found(client, auditor):
    assert "核验通过" in client.get("/admin/audit?verify=1").body_text
    assert queries.events(EventFilters(action="audit.verified")).events


def test_files_that_every_page_is_shown_with_are_not_in_the_log(client, auditor):
    def rows():
        return db.session.scalar(select(func.count()).select_from(AuditEvent))

    before = rows()
    for address in ("/static/favicon.svg", "/static/js/start.js", "/styles.css"):
        assert client.get(address).status_code == 200
    assert rows() == before
    client.get("/cases?format=csv")
    assert rows() == before + 1
