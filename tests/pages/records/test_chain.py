"""From a report to a case, and on to the black list: each link is for who may see it."""

import json

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.search.documents import SearchKind
from app.matters.complaints.handling.services import handling, tracks
from app.matters.complaints.matter.models.handling import MatterCase
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.people.rules import Role
from app.publishing.life.rules import PublicationStatus
from app.records.cases.models import Case
from app.records.credit.models import CreditEntry
from app.records.credit.rules import CreditCategory, ListKind
from app.records.record_links.models import CaseEntry
from tests.support.complaint_factories import CODE, CONTACT, make_matter, make_submission
from tests.support.desks import publish
from tests.support.factories import make_bureau, make_case, make_company, make_staff
from tests.support.staff import sign_in, take_over

pytestmark = pytest.mark.usefixtures("frozen_clock")

WORDS = {
    "draft_case-title": "酱油换贴标签案",
    "draft_case-party_kind": "organisation",
    "draft_case-violation": "标注虚假生产日期",
    "draft_case-facts": "现场检查发现四瓶酱油贴有两层标签。",
}


@pytest.fixture
def bureau(app):
    return make_bureau(name="试验区市场监督管理局")


@pytest.fixture
def editor(bureau):
    return make_staff(Role.EDITOR, bureau=bureau)


@pytest.fixture
def matter(bureau, handler, editor):
    submission = make_submission(contact={**CONTACT, "address": "试验路一号"})
    made = make_matter(bureau=bureau, submission=submission)
    handling.accept_matter(matter=made, staff=handler)
    tracks.file_case(
        matter=made, staff=handler, document_number="温试立〔2026〕1号", reason="属实。"
    )
    return made


def desk_page(matter):
    return f"/admin/complaints/{matter.number}"


def draft(client, matter, handler, changes=()):
    take_over(client, handler)
    return client.post_form(f"{desk_page(matter)}/case", WORDS | dict(changes), action="/draft")


def drafted():
    return db.session.scalars(select(Case)).one()


def published(case):
    """The draft as its editors and a reviewer let it out."""
    case.content = "罚款人民币五千元"
    db.session.commit()
    publish(case, SearchKind.CASE)
    return case


def follow(client, matter):
    fields = {"number": matter.submission.number, "code": CODE}
    return client.post_form("/complaints/track", fields)


def listed(client, case, editor):
    take_over(client, editor)
    return client.post_form(f"/admin/cases/{case.id}", action="/chains/")


def test_a_case_is_drafted_from_a_report_with_the_words_of_staff_alone(client, matter, handler):
    sign_in(client, handler)
    page = client.get(f"{desk_page(matter)}/case")
    submission = matter.submission
    assert submission.narrative not in page.text
    assert page.one("//input[@name='draft_case-party_name']").value == submission.company.name
    page = draft(client, matter, handler)
    assert "已拟写案件草稿" in page.body_text
    assert WORDS["draft_case-title"] in page.body_text
    case = drafted()
    assert case.status is PublicationStatus.DRAFT
    assert case.company_id == submission.company_id
    assert case.deciding_body == handler.bureau.name
    stored = json.dumps(
        [str(getattr(case, column.key)) for column in case.__mapper__.column_attrs],
        ensure_ascii=False,
    )
    for secret in (*submission.contact.values(), submission.narrative, submission.title):
        assert secret not in stored
    assert submission.number not in stored
    (link,) = db.session.scalars(select(MatterCase)).all()
    assert (link.matter_id, link.case_id) == (matter.id, case.id)


def test_words_that_name_the_reporter_make_no_case(client, matter, handler):
    page = draft(
        client, matter, handler, {"draft_case-facts": f"{CONTACT['name']}反映的情况属实。"}
    )
    assert page.status_code == 409
    assert "要公开的文字里有自然人姓名" in page.body_text
    assert "反映的情况属实" in page.text
    assert db.session.scalars(select(Case)).all() == []


def test_a_second_click_makes_no_second_case(client, matter, handler):
    sign_in(client, handler)
    form = client.get(f"{desk_page(matter)}/case")
    client.submit(form, WORDS, action="/draft")
    again = client.submit(form, WORDS, action="/draft")
    assert again.status_code == 409
    assert drafted().title == WORDS["draft_case-title"]
    assert len(matter.cases) == 1


def test_only_a_report_whose_case_was_filed_leads_to_a_case(client, bureau, handler, matter):
    new = make_matter(bureau=bureau)
    complaint = make_matter(bureau=bureau, kind=ComplaintKind.COMPLAINT)
    sign_in(client, handler)
    assert "拟写案件草稿" in client.get(desk_page(matter)).body_text
    assert "拟写案件草稿" not in client.get(desk_page(new)).body_text
    assert client.get(f"{desk_page(complaint)}/case").status_code == 404
    refused = client.post_form(f"{desk_page(new)}/case", WORDS, action="/draft")
    assert refused.status_code == 409
    take_over(client, make_staff())
    assert client.get(f"{desk_page(matter)}/case").status_code == 404


def test_the_reporter_alone_sees_that_a_public_case_came_of_the_report(client, matter, handler):
    draft(client, matter, handler)
    case = drafted()
    assert f"/cases/{case.id}" not in follow(client, matter).text
    published(case)
    page = follow(client, matter)
    (link,) = page.all(f"//a[@href='/cases/{case.id}']")
    assert WORDS["draft_case-title"] in link.text_content()
    for address in (f"/cases/{case.id}", "/cases?format=json", "/cases?format=csv"):
        text = client.get(address, buffered=True).get_data(as_text=True)
        assert case.title in text
        assert matter.submission.number not in text
        assert "举报" not in text.partition("来龙去脉")[2]
    case.status = PublicationStatus.WITHDRAWN
    db.session.commit()
    assert f"/cases/{case.id}" not in follow(client, matter).text


def test_the_editor_sees_neither_report_nor_a_way_around_the_penalty(
    client, matter, handler, editor
):
    draft(client, matter, handler)
    case = drafted()
    address = f"/admin/cases/{case.id}"
    take_over(client, editor)
    assert matter.number not in client.get(address).body_text
    assert "还没有填写处罚内容" in client.post_form(address, action="submit").body_text
    assert case.status is PublicationStatus.DRAFT
    both = make_staff(Role.EDITOR, Role.HANDLER, bureau=handler.bureau)
    take_over(client, both)
    assert matter.number in client.get(address).body_text


def test_one_click_makes_an_entry_of_the_black_list_from_a_public_case(
    client, matter, handler, editor
):
    draft(client, matter, handler)
    case = published(drafted())
    page = listed(client, case, editor)
    assert "已按案件拟好黑名单记录的草稿" in page.body_text
    entry = db.session.scalars(select(CreditEntry)).one()
    assert (entry.list, entry.status) == (ListKind.BLACK, PublicationStatus.DRAFT)
    assert (entry.company_id, entry.title) == (case.company_id, case.violation)
    assert entry.category is CreditCategory.OTHER
    assert entry.document_number is None
    assert db.session.scalars(select(CaseEntry)).one().case_id == case.id
    again = client.get(f"/admin/cases/{case.id}")
    assert not again.all("//form[contains(@action,'/chains/')]")
    assert entry.title in again.body_text


def test_the_chain_reads_from_the_report_to_the_repair(client, matter, handler, editor):
    draft(client, matter, handler)
    case = published(drafted())
    listed(client, case, editor)
    entry = db.session.scalars(select(CreditEntry)).one()
    assert f"/credit/{entry.id}" not in client.get(f"/cases/{case.id}").text
    assert f"/credit/{entry.id}" not in follow(client, matter).text
    publish(entry, SearchKind.BLACK)
    assert f"/credit/{entry.id}" in client.get(f"/cases/{case.id}").text
    assert f"/cases/{case.id}" in client.get(f"/credit/{entry.id}").text
    assert f"/credit/{entry.id}" in follow(client, matter).text
    entry.status, entry.withdrawn_on = PublicationStatus.REPAIRED, entry.published_on
    db.session.commit()
    assert f"/credit/{entry.id}" not in client.get(f"/cases/{case.id}").text
    take_over(client, handler)
    steps = client.get(desk_page(matter)).texts("//section[@aria-labelledby='chain']//li//b")
    assert [step.split("：")[0] for step in steps] == [
        "收到举报",
        "行政处罚",
        "黑名单",
        "信用修复，终止公示",
    ]


def test_what_is_no_company_or_not_public_is_not_listed(client, bureau, editor):
    waiting = make_case(source_bureau_id=bureau.id, status=PublicationStatus.DRAFT)
    person = make_case(source_bureau_id=bureau.id, company_id=None)
    sign_in(client, editor)
    for case in (waiting, person):
        page = client.get(f"/admin/cases/{case.id}")
        assert not page.all("//form[contains(@action,'/chains/')]")
        token = page.all("//input[@name='csrf_token']")[0].value
        client.post(f"/admin/chains/cases/{case.id}/entry", data={"csrf_token": token})
    assert db.session.scalars(select(CreditEntry)).all() == []


def test_another_bodys_case_is_not_there_to_be_listed(client, bureau, editor):
    case = make_case(company=make_company(), source_bureau_id=make_bureau().id)
    sign_in(client, editor)
    token = client.get("/admin/cases/").all("//input[@name='csrf_token']")[0].value
    answer = client.post(f"/admin/chains/cases/{case.id}/entry", data={"csrf_token": token})
    assert answer.status_code in {302, 404}
    assert db.session.scalars(select(CreditEntry)).all() == []
