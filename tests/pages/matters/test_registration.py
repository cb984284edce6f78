"""Registering a call, a letter or a visit: the clock starts when it truly came; the same rules of
anonymity hold; the person gets a number and a code."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.kernel import clock
from app.kernel.audit.models import AuditEvent
from app.kernel.db.calendar import city_calendar
from app.kernel.db.session import db
from app.kernel.working_days import add_working_days
from app.matters.complaints.intake.models import ComplaintDraft
from app.matters.complaints.intake.rules import arrival_problem
from app.matters.complaints.intake.services.submission import register_draft
from app.matters.complaints.matter.models.handling import MatterEvent
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import Registration
from app.matters.complaints.matter.rules.entries import Channel, MatterEventKind
from tests.support.citizens import photo
from tests.support.factories import make_company, make_staff
from tests.support.staff import sign_in

pytestmark = pytest.mark.usefixtures("frozen_clock")

REGISTER = "/admin/complaints/register"
PHONE_CALL = {
    "channel": "phone",
    "received_on": "2026-03-02",
    "received_time": "16:20",
    "kind": "violation_report",
    "who": "unknown",
    "category": "food-circulation",
    "title": "酱油换贴生产日期标签",
    "narrative": "来电人说在农贸市场买到换贴标签的酱油。",
    "happened": "上周六上午",
    "district": "330304",
    "place": "塘下路农贸市场",
    "anonymity": "anonymous",
}
NAMED = {
    "anonymity": "named",
    "reporter_name": "赵钱孙",
    "phone": "13800001234",
    "id_number": "11010519491231002X",
    "reporter_address": "试验路1号",
}


@pytest.fixture
def staff(client, bureau):
    made = make_staff(bureau=bureau, full_name="陈窗口")
    sign_in(client, made)
    return made


def write_down(client, **changes):
    return client.post_form(REGISTER, {**PHONE_CALL, **changes})


def hand_in(client, **changes):
    page = write_down(client, **changes)
    assert page.title.startswith("核对登记"), page.body_text
    return client.submit(page, action="/register/check")


def submission():
    return db.session.scalars(select(Submission)).one()


def test_the_clock_starts_on_the_day_of_the_true_receipt(client, staff):
    page = hand_in(client)
    made = submission()
    (matter,) = made.matters
    received = date(2026, 3, 2)
    assert made.submitted_at == datetime(2026, 3, 2, 8, 20, tzinfo=UTC)
    assert matter.received_on == received
    assert matter.due_on == add_working_days(received, 15, city_calendar())
    assert made.registration.channel is Channel.PHONE
    assert (made.registration.staff_id, made.registration.registered_at) == (staff.id, clock.now())
    times = select(MatterEvent.at).where(MatterEvent.kind == MatterEventKind.SUBMITTED)
    assert db.session.scalars(times).one() == made.submitted_at
    assert made.number in page.body_text
    row = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "submission.registered")
    ).one()
    assert (row.object_id, row.reason, row.actor_id) == (made.number, "phone", staff.id)


def test_the_slip_opens_the_report_and_then_is_gone(client, staff):
    page = hand_in(client)
    code = "".join(page.texts("//dl[@class='mj-code']//span"))
    assert len(code) == 16
    client.submit(page, action="/discard")
    assert client.get(f"{REGISTER}/done", follow_redirects=True).title.startswith("登记来电")
    assert code not in client.get(f"/admin/complaints/J{submission().number}").text
    client.delete_cookie("mingjian")
    page = client.post_form("/complaints/track", {"number": submission().number, "code": code})
    assert "来电，由工作人员登记" in page.body_text
    assert "陈窗口" not in page.text


def test_the_slip_is_gone_after_half_an_hour(client, staff, frozen_clock):
    hand_in(client)
    assert client.get(f"{REGISTER}/done").status_code == 200
    frozen_clock.shift(timedelta(minutes=31))
    sign_in(client, staff)
    assert client.get(f"{REGISTER}/done").status_code == 302


def test_nothing_of_an_anonymous_caller_is_kept(client, staff):
    page = write_down(client, reporter_name="赵钱孙", phone="13800001234")
    assert "赵钱孙" not in page.text
    (draft,) = db.session.scalars(select(ComplaintDraft))
    assert "赵钱孙" not in str(draft.answers)
    client.submit(page, action="/register/check")
    assert submission().contact is None
    assert submission().is_anonymous


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "complaint", "demand": "退款"}, "投诉须提供真实身份"),
        ({"kind": "complaint", **NAMED}, "投诉请写明请求"),
        ({"kind": "both", **NAMED, "demand": "退款", "id_number": ""}, "请填写身份证件号码"),
        ({"anonymity": "named"}, "请填写真实姓名"),
        ({"received_on": "2026-03-05"}, "收到时间不能晚于现在"),
        ({"received_on": "2024-03-05"}, "收到日期在一年以前"),
        ({"received_on": ""}, "请填写实际收到的日期"),
        ({"channel": ""}, "请选择是怎样收到的"),
        ({"category": ""}, "请选择问题类别"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(client, staff, changes, words):
    page = write_down(client, **changes)
    assert page.status_code == 400
    assert words in page.body_text
    assert page.one("//textarea[@name='narrative']").text.strip() == PHONE_CALL["narrative"]
    assert db.session.scalar(select(func.count(Submission.id))) == 0


def test_a_complaint_by_letter_opens_both_tracks_with_the_identity_sealed(client, staff):
    hand_in(client, channel="letter", received_time="", kind="both", demand="退款", **NAMED)
    made = submission()
    assert [matter.kind.letter for matter in made.matters] == ["T", "J"]
    assert made.contact["name"] == "赵钱孙"
    assert made.demand == "退款"
    assert clock.city_date(made.submitted_at) == date(2026, 3, 2)


def test_a_second_click_registers_nothing_more(client, staff):
    page = write_down(client)
    first = client.submit(page, action="/register/check")
    again = client.submit(page, action="/register/check")
    assert db.session.scalar(select(func.count(Submission.id))) == 1
    assert first.status_code == again.status_code == 200
    with client.session_transaction() as session:
        token = session["desk_registration"]
    assert register_draft(token=token, staff=staff).id == submission().id
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 1


def test_a_name_that_several_bear_is_settled_before_it_goes_on(client, staff):
    meant = make_company(name="温州演示砚汐酱油有限公司")
    make_company(name="温州演示砚汐酱油鹿城分公司")
    page = write_down(client, who="company", name="砚汐酱油")
    assert "名称对得上不止一家企业" in page.body_text
    page = client.submit(page, {"company": meant.ref}, action="/register")
    assert meant.name in page.body_text
    client.submit(page, action="/register/check")
    assert submission().company_id == meant.id


def test_what_was_written_down_can_be_changed_before_it_is_registered(client, staff):
    write_down(client, **NAMED)
    page = client.get(REGISTER)
    assert page.one("//input[@name='reporter_name']").value == "赵钱孙"
    assert page.one("//input[@name='received_time']").value == "16:20"
    page = client.submit(page, {"title": "改过的概括"}, action="/register")
    assert "改过的概括" in page.body_text
    assert db.session.scalar(select(func.count(ComplaintDraft.id))) == 1


def test_the_scan_of_a_letter_comes_with_it_as_evidence_and_no_other_file(client, staff):
    page = write_down(client, channel="letter")
    fields = {"files": [(io.BytesIO(b"MZ"), "x.png")]}
    page = client.submit(page, fields, action="/register/check")
    assert page.status_code == 400
    assert "请选择 jpg、png、webp 或 pdf 文件" in page.body_text
    assert PHONE_CALL["narrative"] in page.body_text
    assert db.session.scalar(select(func.count(Submission.id))) == 0
    page = client.submit(page, {"files": [photo("来信.jpg")]}, action="/register/check")
    assert [file.name for file in submission().evidence] == ["来信.jpg"]
    assert submission().number in page.body_text


def test_a_report_about_the_own_body_goes_past_it(client, bureau, staff):
    page = hand_in(client, who="official", bureau=bureau.code, category="")
    number = submission().matters[0].number
    assert db.session.scalars(select(Matter)).one().bureau_id != bureau.id
    assert number in page.body_text
    assert client.get(f"/admin/complaints/{number}").status_code == 404


def test_receipt_lies_between_a_year_ago_and_now():
    now = datetime(2026, 3, 4, 1, tzinfo=UTC)
    assert arrival_problem(now, now) == arrival_problem(now - timedelta(days=365), now) == ""
    assert "晚于现在" in arrival_problem(now + timedelta(seconds=1), now)
    assert "一年以前" in arrival_problem(now - timedelta(days=366), now)
