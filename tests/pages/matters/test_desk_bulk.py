"""One act on many matters: each is checked and told in the log, none holds another up."""

import pytest
from sqlalchemy import select

from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.matters.complaints.matter.rules.states import MatterStatus
from app.people.rules import Role
from tests.support.complaint_factories import make_matter, make_submission
from tests.support.factories import make_bureau, make_coordination_office, make_staff
from tests.support.staff import sign_in

pytestmark = pytest.mark.usefixtures("frozen_clock")

INBOX = "/admin/complaints/"


def choose(client, act, *numbers):
    return client.get(f"{INBOX}bulk/{act}", query_string={"number": list(numbers)})


def rows_about(matter):
    found = select(AuditEvent.action, AuditEvent.result).where(
        AuditEvent.object_id == matter.number
    )
    return [(row.action, row.result) for row in db.session.execute(found.order_by(AuditEvent.id))]


def test_many_matters_are_assigned_each_with_its_own_row(client, bureau, handler):
    colleague = make_staff(bureau=bureau, full_name="林同事")
    one, two = make_matter(bureau=bureau), make_matter(bureau=bureau)
    sign_in(client, handler)
    page = choose(client, "assign", one.number, two.number)
    page = client.submit(page, {"handler_id": str(colleague.id)}, action="/bulk/assign")
    assert "2 件已办" in page.texts("//h1")[0]
    for matter in (one, two):
        assert matter.handler_id == colleague.id
        assert rows_about(matter) == [("matter.assign", "done")]


def test_what_can_not_be_done_to_one_is_told_and_holds_up_no_other(client, bureau, handler):
    there = make_bureau(name="试验隔壁局")
    good, changed, ended, about = (
        make_matter(bureau=bureau),
        make_matter(bureau=bureau),
        make_matter(bureau=bureau),
        make_matter(bureau=bureau, submission=make_submission(subject_bureau_id=there.id)),
    )
    sign_in(client, handler)
    page = choose(client, "refer", *(m.number for m in (good, changed, ended, about)))
    changed.version += 1
    ended.status = MatterStatus.CLOSED
    fields = {"bureau_id": str(there.id), "reason": "属其职责"}
    page = client.submit(page, fields, action="/bulk/refer")
    assert "1 件已办，3 件没有办成" in page.texts("//h1")[0]
    assert "已有新的进展" in page.body_text
    assert "现在不能“转办其他部门”" in page.body_text
    assert "反映的正是这个部门的人员" in page.body_text
    assert (good.bureau_id, changed.bureau_id) == (there.id, bureau.id)
    assert (ended.bureau_id, about.bureau_id) == (bureau.id, bureau.id)
    assert rows_about(good) == [("matter.refer", "done")]
    for matter in (changed, ended, about):
        assert rows_about(matter) == [("matter.refer", "denied")]


def test_matters_of_others_can_neither_be_chosen_nor_moved(client, bureau, handler):
    mine, other = make_matter(bureau=bureau), make_matter()
    before = other.bureau_id
    sign_in(client, handler)
    page = choose(client, "refer", mine.number, other.number)
    assert other.number not in page.text
    fields = {
        "bureau_id": str(make_bureau().id),
        "reason": "试",
        "matter": [f"{other.number}:{other.version}"],
    }
    page = client.submit(page, fields, action="/bulk/refer")
    assert "没有这件事项" in page.body_text
    assert other.bureau_id == before


def test_bulk_without_a_choice_or_a_reason_goes_back_with_words(client, bureau, handler):
    matter = make_matter(bureau=bureau)
    sign_in(client, handler)
    page = client.get(f"{INBOX}bulk/assign", follow_redirects=True)
    assert "请先在清单里勾选事项" in page.body_text
    page = client.submit(choose(client, "refer", matter.number), action="/bulk/refer")
    assert page.status_code == 400
    assert "请写明理由" in page.body_text
    assert matter.number in page.body_text
    assert client.get(f"{INBOX}bulk/close").status_code == 404


def test_the_coordination_office_settles_many_at_once(client, bureau):
    office = make_coordination_office()
    waiting = [make_matter(bureau=office, status=MatterStatus.ROUTING) for _ in range(2)]
    sign_in(client, make_staff(Role.COORDINATOR, bureau=office))
    page = choose(client, "settle", *(matter.number for matter in waiting))
    fields = {"bureau_id": str(bureau.id), "reason": "食品流通"}
    client.submit(page, fields, action="/bulk/settle")
    assert {matter.bureau_id for matter in waiting} == {bureau.id}


def test_a_handler_is_chosen_among_colleagues_only(client, bureau, handler):
    matter = make_matter(bureau=bureau)
    stranger, editor = make_staff(), make_staff(Role.EDITOR, bureau=bureau)
    gone = make_staff(bureau=bureau, is_enabled=False)
    sign_in(client, handler)
    page = client.get(f"/admin/complaints/{matter.number}")
    offered = {int(o.get("value")) for o in page.all("//select[@name='assign-handler_id']/option")}
    assert offered == {0, handler.id}
    for other in (stranger, editor, gone):
        page = client.submit(page, {"assign-handler_id": str(other.id)}, action="/assign")
        assert page.status_code == 400
    page = client.submit(page, {"assign-handler_id": str(handler.id)}, action="/assign")
    assert matter.handler_id == handler.id
    assert "已分派承办人" in page.body_text
