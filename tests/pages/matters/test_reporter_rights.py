"""What reporters may do with what they handed in: amend, withdraw, take home, erase."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from app.kernel import clock
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.matters.complaints.clocks.services.timing import settle_account
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.models.submissions import Evidence, ReporterRequest
from app.matters.complaints.matter.rules.entries import RequestStatus
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.matters.complaints.reporter.rules import TAKEN_BACK
from app.matters.complaints.reporter.services import own_data
from app.people.rules import Role
from tests.support.citizens import FACTS, PERSON, answer_all, photo
from tests.support.complaint_factories import (
    CODE,
    CONTACT,
    make_matter,
    make_rating,
    make_submission,
)
from tests.support.factories import make_bureau, make_staff
from tests.support.staff import sign_in as sign_in_staff

pytestmark = [pytest.mark.trust(27, 28), pytest.mark.usefixtures("frozen_clock")]

LATER = timedelta(minutes=11)
AMENDED = FACTS | {
    "title": "酱油瓶贴了两层标签",
    "narrative": "其实只买了一瓶，下面还有一层标签。",
}
del AMENDED["district"]


def sign_in(client, matter):
    return client.post_form("/complaints/track", {"number": matter.submission.number, "code": CODE})


@pytest.fixture
def matter(app):
    submission = make_submission(happened="3月1日", place="郭溪街道", demand="退款")
    return make_matter(kind=ComplaintKind.COMPLAINT, submission=submission)


def leave(client):
    client.submit(client.get("/complaints/track/matter"), action="/leave")
    for address in ("data", "amend"):
        page = client.get(f"/complaints/track/{address}", follow_redirects=True)
        assert page.request.path == "/complaints/track"


def send(client, page, address, **fields):
    """Send what ``page`` has no form for."""
    token = page.one("(//input[@name='csrf_token'])[1]").value
    return client.post(address, data={**fields, "csrf_token": token}, follow_redirects=True)


def ended(matter):
    matter.status, matter.outcome = MatterStatus.CLOSED, MatterOutcome.MEDIATED
    settle_account(matter, clock.today())
    db.session.commit()
    return matter


def asked(client, matter, what="withdraw"):
    sign_in(client, matter)
    address = f"withdraw/{matter.id}" if what == "withdraw" else "amend"
    page = client.post_form(f"/complaints/track/{address}", {"text": "已经和解，商家退了款"})
    assert "已经和解，商家退了款" in page.body_text
    return db.session.scalars(select(ReporterRequest)).one()


def test_for_ten_minutes_words_are_amended_freely(client, matter):
    sign_in(client, matter)
    page = client.get("/complaints/track/amend")
    page = client.submit(page, {**AMENDED, "title": ""}, action="/amend")
    assert page.title.startswith("错误：")
    assert page.one("//textarea[@name='narrative']").text.strip() == AMENDED["narrative"]
    assert matter.submission.narrative != AMENDED["narrative"]
    page = client.submit(page, {**AMENDED, "demand": "退一赔三"}, action="/amend")
    for words in (AMENDED["title"], AMENDED["narrative"], "退一赔三"):
        assert words in page.body_text
    assert matter.submission.narrative == AMENDED["narrative"]
    assert matter.version == 2


def test_after_ten_minutes_both_are_asked_for(client, matter, frozen_clock):
    frozen_clock.shift(LATER)
    before = matter.submission.narrative
    asked(client, matter, "amend")
    assert matter.submission.narrative == before
    page = client.post_form(f"/complaints/track/withdraw/{matter.id}", {"text": "不追究了"})
    assert "还有一项申请在等承办部门答复" in page.body_text
    assert matter.status is MatterStatus.NEW


def test_a_form_opened_in_time_and_sent_too_late_changes_nothing(client, matter, frozen_clock):
    sign_in(client, matter)
    page = client.get("/complaints/track/amend")
    frozen_clock.shift(LATER)
    page = client.submit(page, {**AMENDED, "demand": "退一赔三"}, action="/amend")
    assert "请写明申请的内容和理由" in page.body_text
    assert matter.submission.narrative != AMENDED["narrative"]


@pytest.mark.parametrize(
    ("decision", "status"),
    [("granted", MatterStatus.WITHDRAWN), ("refused", MatterStatus.NEW)],
)
def test_the_body_answers_a_request_to_withdraw(client, matter, frozen_clock, decision, status):
    frozen_clock.shift(LATER)
    request = asked(client, matter)
    leave(client)
    sign_in_staff(client, make_staff(bureau=matter.bureau))
    page = client.get(f"/admin/complaints/{matter.number}")
    assert "反映人申请撤回：" in page.body_text
    words = {"answer_request-decision": decision, "answer_request-text": "已与您核实。"}
    page = client.submit(page, words, action="/answer_request")
    assert page.status_code == 200
    assert (matter.status, request.status) == (status, RequestStatus(decision))
    client.submit(page, action="/logout")
    text = sign_in(client, matter).body_text
    assert f"{RequestStatus(decision).label}撤回。已与您核实。" in text


def test_without_a_request_there_is_nothing_to_answer(client, matter):
    sign_in_staff(client, make_staff(bureau=matter.bureau))
    page = client.get(f"/admin/complaints/{matter.number}")
    assert not page.all("//form[contains(@action,'/answer_request')]")


def test_ones_data_leave_as_a_file_with_the_person_masked_unless_the_telephone_is_known(
    client, matter
):
    sign_in(client, matter)
    page = client.get("/complaints/track/data")
    answer = client.submit(page, {"file_format": "json"}, action="/file")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    exported_data = json.loads(answer.get_data(as_text=True))
    assert exported_data["经过"] == matter.submission.narrative
    assert exported_data["身份"] == {"姓名": "王**", "电话": "138****1234"}
    assert exported_data["事项"][0]["编号"] == matter.number
    readable = client.submit(page, {"file_format": "txt"}, action="/file").get_data(as_text=True)
    assert f"经过：{matter.submission.narrative}" in readable
    wrong = client.submit(page, {"phone": "13900000000"}, action="/file")
    assert "与您留的电话不一致" in wrong.body_text
    exported = select(func.count()).where(AuditEvent.action == "submission.exported")
    assert db.session.scalar(exported) == 2
    answer = client.submit(page, {"phone": "138 0000 1234", "file_format": "json"}, action="/file")
    assert json.loads(answer.get_data(as_text=True))["身份"]["姓名"] == CONTACT["name"]


def test_a_reporter_of_a_violation_may_become_unknown_at_any_time(client):
    matter = make_matter()
    sign_in(client, matter)
    page = client.get("/complaints/track/data")
    page = client.submit(page, {}, action="/erase/identity")
    assert "请先勾选" in page.body_text
    page = client.submit(page, {"identity-sure": "y"}, action="/erase/identity")
    assert "您的身份信息已于2026年3月4日删除" in page.body_text
    assert db.session.scalar(text("SELECT contact FROM submissions")) is None
    leave(client)
    head = make_staff(Role.HEAD, bureau=matter.bureau)
    sign_in_staff(client, head)
    assert "身份信息已于" in client.get(f"/admin/complaints/{matter.number}").body_text


def test_a_complainant_stays_known_for_years_and_is_told_so(client, matter, frozen_clock):
    sign_in(client, matter)
    assert "办结以前不能删除" in client.get("/complaints/track/data").body_text
    address = "/complaints/track/data/erase/identity"
    page = send(client, client.get("/complaints/track/data"), address, **{"identity-sure": "y"})
    assert page.status_code == 409
    ended(matter)
    assert "保存到2029年03月04日" in client.get("/complaints/track/data").body_text
    assert own_data.erase_overdue_identities(years=3) == 0
    frozen_clock.move_to("2029-03-05T09:00:00+08:00")
    assert own_data.erase_overdue_identities(years=3) == 1
    assert own_data.erase_overdue_identities(years=3) == 0
    assert matter.submission.contact is None


def test_what_was_taken_back_in_time_can_be_erased_with_its_files(client):
    page = client.submit(answer_all(client, files=[photo()]))
    number, code = page.texts("//dl[@class='mj-code']/dd")
    client.post_form("/complaints/track", {"number": number, "code": code})
    data_page = client.get("/complaints/track/data")
    assert "属于办理案卷" in data_page.body_text
    matter = db.session.scalars(select(Matter)).one()
    client.post_form(f"/complaints/track/withdraw/{matter.id}")
    data_page = client.get("/complaints/track/data")
    client.submit(data_page, {"content-sure": "y"}, action="/erase/content")
    submission = db.session.scalars(select(Submission)).one()
    assert {submission.title, submission.narrative} == {TAKEN_BACK}
    assert submission.place is submission.subject_name is None
    assert db.session.scalar(select(func.count(Evidence.id))) == 0


def test_words_of_a_rating_can_be_erased_and_the_rating_stays(client, matter):
    ended(matter)
    make_rating(matter_id=matter.id, comment="拖了很久")
    sign_in(client, matter)
    page = client.get("/complaints/track/data")
    client.submit(page, {"comment-sure": "y"}, action="/erase/comment")
    assert matter.rating.comment is None
    assert matter.rating.satisfaction


def test_a_notice_says_nothing_and_goes_only_to_who_asked(client, matter, mailbox):
    reply = {"reply-text": "请带小票来领退款"}
    sign_in(client, matter)
    page = client.get("/complaints/track/data")
    client.submit(page, {"email": "someone@example.com"}, action="/notices")
    leave(client)
    sign_in_staff(client, make_staff(bureau=matter.bureau))
    for number in (matter.number, make_matter(bureau=matter.bureau).number):
        page = client.get(f"/admin/complaints/{number}")
        client.submit(page, reply, action="/reply")
        page = client.get(f"/admin/complaints/{number}")
        client.submit(page, {"note-text": "内部"}, action="/note")
    while outbox.drain():
        pass
    (message,) = mailbox.messages
    assert message["To"] == "someone@example.com"
    text = f"{message['Subject']}{message.get_content()}"
    for secret in (matter.number, matter.submission.number, *CONTACT.values(), "小票", "投诉"):
        assert secret not in text


def test_notices_end_when_the_reporter_says_so(client, matter):
    submission = matter.submission
    submission.contact = {**CONTACT, "email": "a@example.com", "notices": "1"}
    sign_in(client, matter)
    page = client.get("/complaints/track/data")
    client.submit(page, {"notices-sure": "y"}, action="/erase/notices")
    assert not submission.wants_notices
    assert submission.contact == {**CONTACT, "email": "a@example.com"}


def test_who_is_anonymous_is_offered_no_notice(client):
    matter = make_matter(submission=make_submission(contact=None, is_anonymous=True))
    sign_in(client, matter)
    page = client.get("/complaints/track/data")
    assert not page.all("//form[contains(@action,'/notices')]")
    answer = send(client, page, "/complaints/track/data/notices", email="a@example.com")
    assert answer.status_code == 409
    assert matter.submission.contact is None


def test_a_notice_can_be_wished_when_reporting_and_needs_an_address(client):
    wish = {**PERSON, "anonymity": "named", "wants_notices": "y"}
    page = answer_all(client, identity=wish)
    assert "请填写电子邮箱，提醒发到这里" in page.body_text
    page = client.submit(page, {**wish, "email": "a@example.com"})
    assert "有进展时邮件提醒" in page.body_text
    client.submit(page)
    assert db.session.scalars(select(Submission)).one().wants_notices


@pytest.mark.parametrize(("role", "is_shown"), [(Role.HANDLER, False), (Role.HEAD, True)])
def test_of_the_lead_body_only_handler_and_head_see_anything_of_the_reporter(
    client, role, is_shown
):
    handler = make_staff(bureau=make_bureau())
    matter = make_matter(bureau=handler.bureau, handler_id=handler.id)
    sign_in_staff(client, make_staff(role, bureau=handler.bureau))
    address = f"/admin/complaints/{matter.number}"
    page = client.get(address)
    assert ("138****1234" in page.body_text) is is_shown
    assert bool(page.all("//form[contains(@action,'/reveal')]")) is is_shown
    token = page.one("(//input[@name='csrf_token'])[1]").value
    form = {"reveal-reason": "联系核实", "reveal-version": matter.version, "csrf_token": token}
    answer = client.post(f"{address}/reveal", data=form)
    assert answer.status_code == (200 if is_shown else 403)
    assert (CONTACT["phone"] in answer.body_text) is is_shown
