"""The steps of each track as staff and reporter see them: forms, refusals, unfolded dates."""

from datetime import timedelta

import pytest

from app.kernel.db.session import db
from app.matters.complaints.clocks.services import timing
from app.matters.complaints.handling.services import handling
from app.matters.complaints.matter.rules.outcomes import EndGround
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.people.rules import Role
from tests.support.factories import make_staff
from tests.support.matter_desk import actions, desk_page, followed, pause, taken_up
from tests.support.staff import sign_in, take_over

pytestmark = pytest.mark.usefixtures("frozen_clock")

INVITATION = {
    "invite-meets_on": "2026-03-10",
    "invite-meets_at": "14:30",
    "invite-place": "郭溪所调解室",
    "invite-text": "请带小票。",
}


@pytest.fixture
def complaint(bureau, handler):
    return taken_up(bureau, handler, ComplaintKind.COMPLAINT)


@pytest.fixture
def report(bureau, handler):
    return taken_up(bureau, handler, ComplaintKind.VIOLATION_REPORT)


def test_a_mediation_from_invitation_to_agreement(client, complaint, handler, frozen_clock):
    sign_in(client, handler)
    bad = INVITATION | {"invite-meets_at": "下午两点"}
    page = client.submit(desk_page(client, complaint), bad, action="/invite")
    assert page.status_code == 400
    assert "调解时间请按“09:30”的样子填写" in page.body_text
    assert page.one("//input[@name='invite-place']").get("value") == "郭溪所调解室"
    page = client.submit(page, INVITATION, action="/invite")
    assert "已发出调解邀请" in page.body_text
    text = followed(client, complaint).body_text
    assert "3月10日 14:30，郭溪所调解室。请带小票。" in text
    assert handler.full_name not in text
    frozen_clock.move_to("2026-03-10T08:00:00Z")
    take_over(client, handler)
    record = {
        "record_session-held_on": "2026-03-10",
        "record_session-result": "agreed",
        "record_session-text": "商家同意退款。",
    }
    page = client.submit(desk_page(client, complaint), record, action="/record_session")
    assert "商家同意退款。" in page.body_text
    agreement = {
        "agree-agreed_on": "2026-03-10",
        "agree-terms": "退款二十元。",
        "agree-text": "双方达成协议。",
    }
    page = client.submit(page, agreement, action="/agree")
    assert "已办结：达成调解协议" in page.body_text


def test_ending_a_mediation_asks_for_its_ground(client, complaint, handler):
    sign_in(client, handler)
    page = desk_page(client, complaint)
    grounds = page.texts("//select[@name='end_mediation-end_ground']/option")
    assert grounds[1:] == [ground.label for ground in EndGround]
    page = client.submit(page, {"end_mediation-text": "未达成一致。"}, action="/end_mediation")
    assert page.status_code == 400
    assert "请选择其中一项。" in page.body_text
    page = client.submit(
        page, {"end_mediation-end_ground": "no_agreement"}, action="/end_mediation"
    )
    assert "已办结：终止调解" in page.body_text
    assert "一方明确表示无法达成调解协议" in followed(client, complaint).body_text


def test_a_report_leads_to_a_case_whose_two_clocks_are_shown(client, report, handler):
    sign_in(client, handler)
    page = desk_page(client, report)
    assert actions(page).isdisjoint({"invite", "agree", "end_mediation"}), "it is not mediated"
    assert {"file_case", "not_file"} <= actions(page)
    filing = {"file_case-document_number": "温试立〔2026〕1号", "file_case-reason": "属实"}
    page = client.submit(page, filing, action="/file_case")
    for words in ("告知实名举报人", "作出处理决定", "温试立〔2026〕1号"):
        assert words in page.body_text
    page = followed(client, report)
    assert "立案调查中" in page.body_text
    assert "2026年6月2日前作出处理决定" in page.body_text
    page = client.submit(
        desk_page(client, report), {"inform-text": "已立案，谢谢。"}, action="/inform"
    )
    assert "已立案，谢谢。" in followed(client, report).body_text


def test_the_reporter_unfolds_a_date_into_its_days(client, report, handler, frozen_clock):
    pause(report, handler)
    page = followed(client, report)
    assert "因检测、检验，自2026年3月4日起暂停" in page.body_text
    frozen_clock.shift(timedelta(days=2))
    timing.resume_matter(matter=report, staff=handler)
    days = followed(client, report).texts("//details//ol/li")
    assert any("2026-03-05" in day and "暂停计时，不计" in day for day in days)
    assert any("2026-03-07" in day and "周末，不计" in day for day in days)
    assert any("第 15 个工作日" in day for day in days)
    assert "原为2026年3月25日，现为2026年3月26日" in followed(client, report).body_text


def test_an_extension_goes_from_handler_to_head_to_reporter(
    client, report, complaint, handler, bureau
):
    sign_in(client, handler)
    asking = {"request_extension-reason": "需要外地协查。"}
    page = client.submit(desk_page(client, report), asking, action="/request_extension")
    assert "等待本单位科室负责人批准" in page.body_text
    assert not {"approve_extension", "request_extension"} & actions(page)
    assert "需要外地协查" not in followed(client, report).body_text

    take_over(client, make_staff(bureau=bureau))
    token = desk_page(client, report).all("//input[@name='csrf_token']")[0].get("value")
    fields = {"csrf_token": token, "approve_extension-version": report.version}
    refused = client.post(f"/admin/complaints/{report.number}/approve_extension", data=fields)
    assert refused.status_code == 409
    assert "科室负责人批准" in refused.body_text

    take_over(client, make_staff(Role.HEAD, bureau=bureau))
    waiting = client.get("/admin/complaints/?list=to_approve")
    assert waiting.texts("//main//tbody//a[@class='mj-nb']") == [report.number]
    assert waiting.one("//nav//a[contains(@href,'to_approve')]/b").text == "1"
    page = client.submit(desk_page(client, report), action="/approve_extension")
    assert "已同意延期" in page.body_text
    waiting = client.get("/admin/complaints/?list=to_approve")
    assert waiting.texts("//main//tbody//a[@class='mj-nb']") == []
    text = followed(client, report).body_text
    assert "原为2026年3月25日，延长后为2026年4月16日" in text
    assert "需要外地协查。" in text


def test_a_matter_that_waits_for_its_reporter_is_taken_up_again(client, complaint, handler):
    due_on = complaint.due_on
    handling.request_correction(matter=complaint, staff=handler, text="请补充小票。")
    sign_in(client, handler)
    client.submit(desk_page(client, complaint), action="/accept")
    db.session.refresh(complaint)
    assert complaint.status is MatterStatus.IN_PROGRESS
    assert complaint.due_on == due_on


def test_a_matter_costs_the_same_however_long_its_history_is(
    client, complaint, report, handler, frozen_clock, count_statements
):
    sign_in(client, handler)
    desk_page(client, report)
    with count_statements() as short:
        desk_page(client, report)
    for _ in range(4):
        pause(report, handler)
        timing.resume_matter(matter=report, staff=handler)
    db.session.expire_all()
    with count_statements() as long:
        desk_page(client, report)
    assert len(long) <= len(short) + 2
