"""The statutory papers of a matter: made of its data, numbered, each for whom it is meant."""

import pytest
from sqlalchemy import select

from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.kernel.errors import InvalidInputError
from app.kernel.files import papers
from app.kernel.files.papers import day_words
from app.matters.complaints.handling.services import handling
from app.matters.complaints.matter.models.handling import MatterDocument
from app.matters.complaints.matter.rules.entries import MatterDocumentKind
from app.matters.complaints.matter.rules.outcomes import MatterDeclineGround, MatterOutcome
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.matters.complaints.routing.services import referral
from app.people.rules import Role
from tests.support.complaint_factories import CONTACT, make_matter, make_submission
from tests.support.factories import make_bureau, make_coordination_office, make_staff
from tests.support.matter_desk import close, followed, read_paper, taken_up
from tests.support.staff import sign_in, take_over

pytestmark = pytest.mark.usefixtures("frozen_clock")

COMPLAINT, REPORT = ComplaintKind.COMPLAINT, ComplaintKind.VIOLATION_REPORT


@pytest.fixture
def bureau(app):
    return make_bureau(name="试验区市场监督管理局", short_name="试验局")


@pytest.fixture
def accepted(bureau, handler):
    """A complaint that its body has accepted."""
    return taken_up(bureau, handler, COMPLAINT)


def address(matter, kind):
    (document,) = [each for each in matter.documents if each.kind is kind]
    return f"/admin/complaints/{matter.number}/papers/{document.id}"


def numbers():
    return list(db.session.scalars(select(MatterDocument.number).order_by(MatterDocument.id)))


def kinds(matter):
    return [document.kind for document in matter.documents]


def test_accepting_tells_until_when_and_no_paper_keeps_who_reported_or_what_was_said(
    client, accepted, handler
):
    assert kinds(accepted) == [MatterDocumentKind.REGISTRATION, MatterDocumentKind.ACCEPTANCE]
    page = read_paper(client, accepted, "投诉受理通知书")
    assert "试验局投举〔2026〕2号" in page.body_text
    assert f"登记编号 {accepted.number}" in page.body_text
    assert f"自受理之日起 45 个工作日内，即 {day_words(accepted.due_on)}前完成" in page.body_text
    assert handler.full_name not in page.body_text
    content = " ".join(value for each in accepted.documents for value in each.content.values())
    submission = accepted.submission
    secrets = (*CONTACT.values(), submission.narrative, submission.title)
    assert not any(secret in content for secret in secrets)


def test_a_report_is_registered_but_not_accepted_by_a_paper(bureau, handler):
    matter = taken_up(bureau, handler, REPORT)
    assert kinds(matter) == [MatterDocumentKind.REGISTRATION]


def test_not_accepting_names_ground_reason_and_remedy(client, bureau, handler):
    matter = make_matter(bureau=bureau, kind=COMPLAINT)
    ground = MatterDeclineGround.TOO_LATE
    handling.decline_matter(matter=matter, staff=handler, ground=ground, text="购买已满四年。")
    page = read_paper(client, matter, "投诉不予受理通知书")
    assert "超过三年，本机关决定不予受理" in page.body_text
    assert "具体情况和理由：购买已满四年。" in page.body_text
    assert "行政复议" in page.body_text


def test_the_proof_of_identity_is_asked_of_complainants_by_a_day(client, bureau, handler):
    matter = make_matter(bureau=bureau, kind=COMPLAINT)
    sign_in(client, handler)
    fields = {
        "request_correction-text": "请提供身份证复印件。",
        "request_correction-until": "2026-03-20",
        "request_correction-is_identity": "y",
    }
    page = client.get(f"/admin/complaints/{matter.number}")
    client.submit(page, fields, action="/request_correction")
    page = read_paper(client, matter, "限期提供身份证明材料通知书")
    assert "请在 2026 年 3 月 20 日前提供身份证明材料" in page.body_text
    assert "依法不予受理" in page.body_text


def test_material_is_asked_for_within_five_working_days_unless_a_day_is_named(
    client, bureau, handler
):
    matter = make_matter(bureau=bureau)
    handling.request_correction(matter=matter, staff=handler, text="请补充小票。")
    page = read_paper(client, matter, "举报限期补充材料通知书")
    assert "请在 2026 年 3 月 11 日前补充" in page.body_text
    assert "请在 2026 年 3 月 11 日前补充" in followed(client, matter).body_text


def test_nobody_asks_who_reports_a_violation_nor_for_yesterday(client, bureau, handler):
    matter = make_matter(bureau=bureau, kind=REPORT)
    asked = {"text": "请提供身份证。", "is_identity": True}
    with pytest.raises(InvalidInputError, match="举报可以匿名"):
        handling.request_correction(matter=matter, staff=handler, **asked)
    sign_in(client, handler)
    page = client.get(f"/admin/complaints/{matter.number}")
    assert not page.all("//input[@name='request_correction-is_identity']")
    fields = {"request_correction-text": "请补充小票。", "request_correction-until": "2026-03-04"}
    page = client.submit(page, fields, action="/request_correction")
    assert "补充期限应当在今天以后" in page.body_text
    assert "请补充小票。" in page.text
    assert matter.status is MatterStatus.NEW


@pytest.mark.parametrize("outcome", [MatterOutcome.SOLVED, MatterOutcome.PARTLY_SOLVED])
def test_the_result_is_told_with_the_way_to_court_where_nothing_was_agreed(
    client, accepted, handler, outcome
):
    close(accepted, handler, outcome, text="双方当面协商。")
    page = read_paper(client, accepted, "投诉处理结果告知书")
    assert f"办理结果：{outcome.label}。" in page.body_text
    assert "双方当面协商。" in page.body_text
    assert ("向人民法院提起诉讼" in page.body_text) is (outcome is MatterOutcome.PARTLY_SOLVED)


@pytest.mark.parametrize(
    ("has_begun", "kind"),
    [(False, MatterDocumentKind.DISPATCH), (True, MatterDocumentKind.TRANSFER)],
)
def test_a_letter_goes_with_a_matter_to_another_body(client, bureau, handler, has_begun, kind):
    there = make_bureau(name="试验区农业农村局")
    matter = make_matter(bureau=bureau)
    if has_begun:
        handling.accept_matter(matter=matter, staff=handler)
    reason = "属于种植环节。"
    referral.refer_matter(matter=matter, staff=handler, to_bureau_id=there.id, reason=reason)
    sign_in(client, make_staff(bureau=there))
    page = client.get(address(matter, kind))
    assert "试验区农业农村局：" in page.body_text
    assert "理由：属于种植环节。" in page.body_text
    assert "期限不因" in page.body_text
    assert "试验区市场监督管理局" in page.one("//article").text_content()
    assert not page.all("//form[contains(@action,'/named')]")
    assert kind.label not in followed(client, matter).body_text


def test_the_coordination_office_sends_on_with_a_letter(bureau):
    office = make_coordination_office()
    matter = make_matter(bureau=office, status=MatterStatus.ROUTING)
    coordinator = make_staff(Role.COORDINATOR, bureau=office)
    referral.settle_matter(
        matter=matter, staff=coordinator, to_bureau_id=bureau.id, reason="按流通环节职责。"
    )
    assert kinds(matter) == [MatterDocumentKind.REGISTRATION, MatterDocumentKind.DISPATCH]
    assert matter.documents[1].body == office.name


def test_the_registration_form_shows_the_report_and_no_identity(client, bureau, handler):
    submission = make_submission(contact={**CONTACT, "address": "试验路一号"})
    matter = make_matter(bureau=bureau, kind=COMPLAINT, submission=submission)
    handling.take_matter(matter=matter, staff=handler)
    sign_in(client, handler)
    page = client.get(address(matter, MatterDocumentKind.REGISTRATION))
    for words in (matter.number, submission.narrative, handler.full_name, "实名，身份密封"):
        assert words in page.body_text
    assert not any(secret in page.text for secret in submission.contact.values())
    assert "登记表" not in followed(client, matter).body_text


def test_papers_are_printed_with_a_name_for_a_reason_that_the_log_keeps(client, accepted, handler):
    sign_in(client, handler)
    page = client.get(address(accepted, MatterDocumentKind.ACCEPTANCE))
    refused = client.submit(page, {"reveal-reason": ""}, action="/named")
    assert refused.status_code == 400
    assert CONTACT["name"] not in refused.text
    named = client.submit(page, {"reveal-reason": "邮寄送达"}, action="/named")
    assert f"投诉人{CONTACT['name']}" in named.one("//article//dl").text_content()
    newest = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (newest.action, newest.reason) == ("matter.reveal_identity", "邮寄送达")
    assert CONTACT["name"] not in client.get(address(accepted, MatterDocumentKind.ACCEPTANCE)).text


def test_papers_are_for_those_they_are_meant_for_alone(client, accepted, handler):
    registration, acceptance = accepted.documents
    other = make_matter(bureau=accepted.bureau)
    assert client.get(f"/complaints/track/papers/{acceptance.id}").status_code == 302
    followed(client, other)
    assert client.get(f"/complaints/track/papers/{acceptance.id}").status_code == 404
    followed(client, accepted)
    assert client.get(f"/complaints/track/papers/{acceptance.id}").status_code == 200
    assert client.get(f"/complaints/track/papers/{registration.id}").status_code == 404
    sign_in(client, make_staff())
    assert client.get(address(accepted, MatterDocumentKind.ACCEPTANCE)).status_code == 404
    take_over(client, handler)
    wrong = f"/admin/complaints/{other.number}/papers/{acceptance.id}"
    assert client.get(wrong).status_code == 404


def test_the_coordination_office_reads_papers_but_no_identity(client, accepted, handler):
    sign_in(client, make_staff(Role.COORDINATOR, bureau=make_coordination_office()))
    where = address(accepted, MatterDocumentKind.ACCEPTANCE)
    page = client.get(where)
    assert "决定予以受理" in page.body_text
    assert not page.all("//form[contains(@action,'/named')]")
    token = page.all("//input[@name='csrf_token']")[0].value
    fields = {"csrf_token": token, "reveal-reason": "核对", "reveal-version": accepted.version}
    assert client.post(f"{where}/named", data=fields).status_code == 404


def test_numbers_run_on_within_a_body_and_a_year_without_a_gap(bureau, handler, frozen_clock):
    other, refused = make_bureau(short_name="旁局"), make_matter(bureau=bureau)
    ask = {"matter": refused, "staff": handler, "text": "小票。", "until": refused.received_on}
    with pytest.raises(InvalidInputError):
        handling.request_correction(**ask)
    for body in (bureau, other, bureau):
        handling.take_matter(matter=make_matter(bureau=body), staff=make_staff(bureau=body))
    frozen_clock.shift(310 * 24 * 3600)
    handling.take_matter(matter=make_matter(bureau=bureau), staff=handler)
    assert numbers() == [
        "试验局投举〔2026〕1号",
        "旁局投举〔2026〕1号",
        "试验局投举〔2026〕2号",
        "试验局投举〔2027〕1号",
    ]


def test_a_paper_is_a_file_where_these_can_be_made(client, accepted, handler):
    sign_in(client, handler)
    answer = client.get(f"{address(accepted, MatterDocumentKind.REGISTRATION)}/pdf")
    own = client.get(f"{read_paper(client, accepted, '受理通知书').request.path}/pdf")
    if papers.can_make_pdf():
        assert answer.get_data().startswith(b"%PDF-")
        assert own.get_data().startswith(b"%PDF-")
    else:
        assert (answer.status_code, own.status_code) == (303, 303)
