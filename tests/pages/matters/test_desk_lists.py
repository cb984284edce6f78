"""The lists of the desk: counts, filters, saved views, and one act on many matters."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.matters.complaints.desk.models import DeskView
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.people.rules import Role
from tests.support.complaint_factories import make_matter, make_return, make_submission
from tests.support.factories import (
    make_bureau,
    make_company,
    make_coordination_office,
    make_district,
    make_staff,
)
from tests.support.staff import sign_in

pytestmark = pytest.mark.usefixtures("frozen_clock")

INBOX = "/admin/complaints/"
ROWS = "//main//tbody//a[@class='mj-nb']"


def in_every_state(bureau, handler):
    """Matters in all states, late and early, mine and others', led and assisted, 25 of them new."""
    office = make_coordination_office()
    for status in MatterStatus:
        make_matter(bureau=bureau, status=status)
        make_matter(bureau=bureau, status=status, handler_id=handler.id)
    late = clock.today() - timedelta(days=40)
    make_matter(bureau=bureau, received_on=late)
    make_matter(bureau=bureau).due_on = clock.today() + timedelta(days=1)
    for _ in range(25):
        make_matter(bureau=bureau)
    assisted = make_matter()
    assisted.assistants.append(bureau)
    returned = make_matter(bureau=bureau)
    make_return(returned, decided_on=clock.today(), decided_bureau_id=bureau.id, answer="依职责")
    disputed = make_matter(bureau=office, status=MatterStatus.ROUTING)
    make_return(disputed, from_bureau_id=bureau.id)
    make_matter(submission=make_submission(subject_bureau_id=bureau.id))


def standing_in(client, page):
    """How many matters all pages of a list show together."""
    shown = set(page.texts(ROWS))
    while further := page.all("//main//a[@rel='next']"):
        page = client.get(further[0].get("href"))
        shown |= set(page.texts(ROWS))
    return len(shown)


@pytest.mark.parametrize("role", [Role.HANDLER, Role.HEAD, Role.COORDINATOR])
def test_every_count_equals_its_list_for_every_role(client, bureau, role):
    office = make_coordination_office()
    staff = make_staff(role, bureau=office if role is Role.COORDINATOR else bureau)
    in_every_state(bureau, staff)
    sign_in(client, staff)
    lists = client.get(INBOX).all("//nav[contains(@class,'mj-work')]//a")
    counts = {link.get("href"): int(link.xpath("string(b)")) for link in lists}
    empty = {address for address, count in counts.items() if not count}
    assert empty <= {f"{INBOX}?list=to_approve"}, counts
    for address, count in counts.items():
        listed = client.get(address)
        assert f"{count} 件" in listed.texts("//h1")[0], address
        assert standing_in(client, listed) == count, address


def listed(client, **filters):
    return client.get(INBOX, query_string={"list": "open", **filters}).texts(ROWS)


TODAY = "2026-03-04"


def test_each_filter_keeps_what_it_names_and_nothing_else(client, bureau, handler):
    company = make_company(name="温州演示砚汐酱油有限公司")
    plain = make_matter(bureau=bureau, received_on=clock.today() - timedelta(days=9))
    about = make_matter(
        bureau=bureau,
        kind=ComplaintKind.COMPLAINT,
        handler_id=handler.id,
        submission=make_submission(
            company_id=company.id,
            category_code="food-catering",
            district_code=make_district("330304").code,
        ),
    )
    sign_in(client, handler)
    for filters in (
        {"q": about.number},
        {"q": company.uscc},
        {"handler": str(handler.id)},
        {"since": TODAY},
        {"q": "砚汐"},
        {"kind": "complaint"},
        {"category": "food-catering"},
        {"category": "food"},
        {"district": "330304"},
        {"kind": "complaint", "since": TODAY, "until": TODAY, "q": "酱油"},
    ):
        assert listed(client, **filters) == [about.number], filters
    assert listed(client, handler="nobody") == [plain.number]
    assert listed(client, until=f"{plain.received_on}") == [plain.number]
    assert listed(client, q="%") == []


@pytest.mark.parametrize("wrong", ["kind=none", "category=x", "handler=0", "since=soon", "sort=x"])
def test_a_filter_that_is_not_on_offer_is_refused_in_words(client, handler, wrong):
    sign_in(client, handler)
    page = client.get(f"{INBOX}?list=open&{wrong}")
    assert page.status_code == 400
    assert "从页面给出的选项中选择" in page.body_text or "请按" in page.body_text


def test_an_unknown_worklist_is_refused_in_words(client, handler):
    sign_in(client, handler)
    page = client.get(f"{INBOX}?list=nonsense")
    assert (page.status_code, "没有这个工作列表" in page.body_text) == (400, True)


def test_only_the_coordination_office_chooses_among_bodies(client, bureau, handler):
    make_matter()
    mine = make_matter(bureau=bureau)
    sign_in(client, make_staff(Role.COORDINATOR, bureau=make_coordination_office()))
    assert listed(client, bureau=str(bureau.id)) == [mine.number]
    client.delete_cookie("mingjian")
    sign_in(client, handler)
    assert client.get(f"{INBOX}?list=open&bureau={bureau.id}").status_code == 400


def save_view(client, name, address):
    return client.post_form(address, {"name": name}, action="/views/new")


def test_a_saved_view_is_ones_own_and_counts_what_it_lists(client, bureau, handler):
    make_matter(bureau=bureau)
    make_matter(bureau=bureau, kind=ComplaintKind.COMPLAINT)
    sign_in(client, handler)
    page = save_view(client, "只看投诉", f"{INBOX}?list=open&kind=complaint&sort=arrival")
    assert "已保存视图“只看投诉”" in page.body_text
    link = page.one("//nav//a[span='只看投诉']")
    assert (link.xpath("string(b)"), link.get("aria-current")) == ("1", "page")
    assert len(client.get(link.get("href")).texts(ROWS)) == 1
    client.delete_cookie("mingjian")
    sign_in(client, make_staff(bureau=bureau))
    assert "只看投诉" not in client.get(INBOX).body_text
    own = db.session.scalars(select(DeskView)).one()
    assert client.post(f"{INBOX}views/{own.id}/delete").status_code == 400  # no token
    page = save_view(client, "我的", f"{INBOX}?list=open")
    stolen = page.request.url.partition("/admin")[0] + f"{INBOX}views/{own.id}/delete"
    token = page.form("/views/new").xpath(".//input[@name='csrf_token']")[0].value
    assert client.post(stolen, data={"csrf_token": token}).status_code == 404
    assert db.session.get(DeskView, own.id) is not None


def test_a_view_is_replaced_by_its_name_and_deleted(client, handler):
    sign_in(client, handler)
    save_view(client, "食品", f"{INBOX}?list=open&category=food")
    save_view(client, "食品", f"{INBOX}?list=overdue&category=food")
    view = db.session.scalars(select(DeskView)).one()
    assert view.wanted == {"list": "overdue", "category": "food"}
    client.post_form(INBOX, action=f"/views/{view.id}/delete")
    assert db.session.scalars(select(DeskView)).all() == []


def test_a_view_without_a_name_or_past_the_last_is_refused(client, handler):
    sign_in(client, handler)
    assert "请给视图起一个名称" in save_view(client, " ", f"{INBOX}?list=open").body_text
    for number in range(12):
        values = {"name": f"视图{number}", "wanted": {"list": "open"}, "created_at": clock.now()}
        db.session.add(DeskView(staff_id=handler.id, **values))
    db.session.commit()
    assert "最多保存 12 个视图" in save_view(client, "第十三个", f"{INBOX}?list=open").body_text


def test_filters_and_views_cost_the_same_however_long_the_list_is(
    client, bureau, handler, count_statements
):
    sign_in(client, handler)
    make_matter(bureau=bureau)
    for number in range(3):
        save_view(client, f"视图{number}", f"{INBOX}?list=open&q=J")
    address = f"{INBOX}?list=open&q=J&handler=nobody"
    client.get(address)  # what is remembered of the districts is read once
    with count_statements() as short:
        client.get(address)
    for _ in range(25):
        make_matter(bureau=bureau)
    with count_statements() as long:
        client.get(address)
    assert len(long) == len(short) <= 11


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
    good, changed, ended = (make_matter(bureau=bureau) for _ in range(3))
    about = make_matter(bureau=bureau, submission=make_submission(subject_bureau_id=there.id))
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
