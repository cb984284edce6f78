"""The desk as staff use it: worklists, matters, acts, and what another body can't see."""

import pytest
from sqlalchemy import text

from app.kernel.db.session import db
from app.matters.complaints.matter.rules.states import ComplaintKind
from app.people.rules import Role
from tests.support.complaint_factories import (
    CONTACT,
    make_matter,
    make_submission,
    show_all_items,
)
from tests.support.factories import make_bureau, make_coordination_office, make_staff
from tests.support.staff import sign_in, take_over

pytestmark = [pytest.mark.trust(2, 4), pytest.mark.usefixtures("frozen_clock")]

FILING = {"file_case-document_number": "温试立〔2026〕1号", "file_case-reason": "两层标签属实"}


ANSWER = {
    "close-outcome": "case_filed",
    "close-text": "已立案调查。",
    "close-measures": "责令下架。",
    "close-basis": "《产品质量法》第三十五条，不得销售变质的产品。",
    "close-public_title": "某商行涂改生产日期，已立案",
    "close-public_summary": "经核查属实，已立案。",
}


def desk_page(matter):
    return f"/admin/complaints/{matter.number}"


def test_the_inbox_shows_what_is_due_first(client, bureau, handler):
    later = make_matter(bureau=bureau)
    sooner = make_matter(bureau=bureau, kind=ComplaintKind.COMPLAINT)
    sign_in(client, handler)
    page = client.get("/admin/complaints/?list=open")
    assert page.texts("//main//tbody//a[@class='mj-nb']") == [sooner.number, later.number]
    assert "还有 7 个工作日" in page.body_text


def test_a_matter_that_a_body_only_assists_is_not_its_to_do(client, bureau, handler):
    matter = make_matter()
    matter.assistants.append(bureau)
    sign_in(client, handler)
    assert matter.number not in client.get("/admin/complaints/?list=new").body_text
    page = client.get("/admin/complaints/?list=assisting")
    assert f"主办：{matter.bureau.short_name}" in page.body_text
    page = client.get(desk_page(matter))
    assert not page.all("//form[contains(@action,'/accept')]")


def test_another_bodys_matter_does_not_exist(client, handler):
    matter = make_matter()
    sign_in(client, handler)
    assert client.get(desk_page(matter)).status_code == 404
    assert matter.number not in client.get("/admin/complaints/?list=open").body_text
    found = client.get(f"/admin/complaints/?list=open&q={matter.number}")
    assert not found.all("//main//tbody/tr")


def test_a_handler_accepts_replies_and_closes(client, bureau, handler):
    matter = make_matter(bureau=bureau, submission=make_submission(consents_to_publication=True))
    sign_in(client, handler)
    page = client.submit(client.get(desk_page(matter)), action="/accept")
    assert "已受理" in page.body_text
    page = client.submit(page, {"reply-text": "已收到，将联系取证。"}, action="/reply")
    assert "已收到，将联系取证。" in page.body_text
    page = client.submit(page, FILING, action="/file_case")
    show_all_items(matter, handler)
    page = client.submit(client.get(desk_page(matter)), ANSWER, action="/close")
    assert "已办结" in page.body_text
    db.session.refresh(matter)
    assert matter.is_public


def test_no_personal_data_is_published_with_an_outcome(client, bureau, handler):
    submission = make_submission(consents_to_publication=True, contact={"name": "赵钱孙"})
    matter = make_matter(bureau=bureau, submission=submission)
    sign_in(client, handler)
    page = client.submit(client.get(desk_page(matter)), action="/accept")
    page = client.submit(page, FILING, action="/file_case")
    show_all_items(matter, handler)
    for summary, words in {
        "员工李小明将过期酱油上架": "公开摘要里有自然人姓名，不能公开",
        "联系电话13800138000": "公开摘要里有电话号码，不能公开",
        "经与赵钱孙一起核对，属实": "有反映人的姓名或联系方式",
    }.items():
        page = client.submit(page, {**ANSWER, "close-public_summary": summary}, action="/close")
        assert page.status_code in {400, 409}
        assert words in page.body_text
        assert summary in page.text
    db.session.refresh(matter)
    assert not matter.is_public


def test_what_was_typed_stays_when_an_act_is_refused(client, bureau, handler):
    matter = make_matter(bureau=bureau, kind=ComplaintKind.COMPLAINT)
    sign_in(client, handler)
    page = client.submit(
        client.get(desk_page(matter)), {"decline-text": "购买已满四年。"}, action="/decline"
    )
    assert page.status_code == 400
    assert page.title.startswith("错误：")
    assert "请选择不予受理的法定情形。" in page.body_text
    assert page.one("//textarea[@name='decline-text']").text.strip() == "购买已满四年。"


def test_an_act_on_an_outdated_page_is_refused_and_loses_nothing(client, bureau, handler):
    matter = make_matter(bureau=bureau)
    sign_in(client, handler)
    old = client.get(desk_page(matter))
    client.submit(old, action="/accept")
    page = client.submit(old, {"request_correction-text": "请补充小票。"}, action="/request_cor")
    assert page.status_code == 409
    assert "已有新的进展" in page.body_text
    box = page.one("//textarea[@name='request_correction-text']")
    assert box.text.strip() == "请补充小票。"


def test_an_identity_is_sealed_until_a_reason_is_given(client, bureau, handler):
    matter = make_matter(bureau=bureau, handler_id=handler.id)
    sign_in(client, handler)
    page = client.get(desk_page(matter))
    assert CONTACT["phone"] not in page.body_text
    assert "138****1234" in page.body_text
    page = client.submit(page, {"reveal-reason": "联系核实"}, action="/reveal")
    assert CONTACT["phone"] in page.body_text
    assert page.headers["Cache-Control"] == "no-store"
    assert CONTACT["phone"] not in client.get(desk_page(matter)).body_text


@pytest.fixture
def swapped(client, bureau, handler):
    """Two matters, of which the first has had the contact of the second put into its row."""
    first, second = (
        make_matter(
            bureau=bureau, handler_id=handler.id, submission=make_submission(contact=person)
        )
        for person in ({"name": "王试验", "phone": "13800001234"}, {"name": "赵钱孙"})
    )
    db.session.commit()
    moved = "(SELECT contact FROM submissions WHERE id = :second)"
    db.session.execute(
        text(f"UPDATE submissions SET contact = {moved} WHERE id = :first"),  # ours
        {"first": first.submission_id, "second": second.submission_id},
    )
    db.session.commit()
    db.session.expire_all()
    sign_in(client, handler)
    return desk_page(first), desk_page(second)


def test_an_identity_swapped_in_the_database_is_refused(client, swapped):
    page = client.get(swapped[0])
    assert "没有通过完整性校验" in page.body_text
    assert "赵**" not in page.body_text
    refused = client.submit(page, {"reveal-reason": "联系核实"}, action="/reveal")
    assert refused.status_code == 409
    assert "请联系系统管理员核查" in refused.body_text
    assert "赵钱孙" not in refused.body_text


def test_an_identity_swapped_in_the_database_hinders_no_handling_and_no_other_matter(
    client, swapped
):
    assert client.get("/admin/complaints/").status_code == 200
    page = client.get(swapped[1])
    assert "赵**" in page.body_text
    assert "赵钱孙" in client.submit(page, {"reveal-reason": "核实"}, action="/reveal").body_text
    assert client.submit(client.get(swapped[0]), action="/accept").status_code == 200


def test_the_coordination_office_sees_all_but_no_identity(client, app):
    office = make_coordination_office()
    coordinator = make_staff(Role.COORDINATOR, bureau=office)
    matter = make_matter()
    sign_in(client, coordinator)
    page = client.get(desk_page(matter))
    assert page.status_code == 200
    for secret in (*CONTACT.values(), "王**", "138****1234"):
        assert secret not in page.body_text
    assert not page.all("//form[contains(@action,'/reveal')]")


def test_a_return_is_made_and_decided_on_the_desk(client, bureau, handler):
    office = make_coordination_office()
    matter, other = make_matter(bureau=bureau), make_bureau(name="试验农业局")
    sign_in(client, handler)
    page = client.submit(client.get(desk_page(matter)), {"return-reason": "试"}, action="/return")
    assert page.status_code == 400
    assert "请写明法定依据" in page.body_text
    assert "请选择部门" in page.body_text
    page = client.submit(
        page,
        {
            "return-legal_basis": "职责分工第15项",
            "return-bureau_id": str(other.id),
            "return-reason": "属种植环节",
        },
        action="/return",
    )
    assert "1 个工作日内决定" in page.body_text
    take_over(client, make_staff(Role.COORDINATOR, bureau=office))
    listed = client.get("/admin/complaints/?list=disputed")
    assert "还有 1 个工作日" in listed.body_text
    assert "确定承办部门。反映人的期限" in listed.body_text
    page = client.get(desk_page(matter))
    for words in ("第 1 次退回", "法定依据：职责分工第15项", "建议由试验农业局承办", "属种植环节"):
        assert words in page.body_text
    settled = {"settle-bureau_id": str(other.id), "settle-reason": "按种植环节职责"}
    page = client.submit(page, settled, action="/settle")
    assert "质量强市办决定：改由其他部门承办（试验农业局）" in page.body_text


def test_an_assisting_body_sees_its_task_and_reports(client, bureau, handler):
    matter, helper = make_matter(bureau=bureau), make_bureau()
    sign_in(client, handler)
    asked = {
        "ask_assistance-bureau_id": str(helper.id),
        "ask_assistance-task": "请检测水样。",
        "ask_assistance-due_on": "2026-03-10",
    }
    page = client.submit(client.get(desk_page(matter)), asked, action="/ask_assistance")
    assert "请检测水样。" in page.body_text
    take_over(client, make_staff(bureau=helper))
    assert "向主办部门反馈" in client.get("/admin/complaints/?list=assisting").body_text
    report = {"report_back-text": "水样超标。"}
    page = client.submit(client.get(desk_page(matter)), report, action="/report_back")
    assert "已反馈" in page.body_text
    take_over(client, handler)
    assert "水样超标。" in client.get(desk_page(matter)).body_text
