"""The public form: one question per page, nothing lost, one complaint."""

import re

import pytest
from sqlalchemy import func, select

from app.kernel.db.session import db
from app.matters.complaints.intake.models import ComplaintDraft
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from tests.support.citizens import FACTS, PERSON, answer_all, photo
from tests.support.factories import make_bureau, make_company, make_project

CODE = re.compile(r"\d{4}\d{4}\d{4}\d{4}|\d{4} \d{4} \d{4} \d{4}")


def submissions():
    return list(db.session.scalars(select(Submission)))


def test_an_anonymous_report_reaches_the_body_of_the_place(client):
    page = answer_all(client, files=[photo()])
    assert page.request.path == "/complaints/new/check"
    assert "瓯海区市场监督管理局" in page.body_text
    assert "分派规则第" in page.body_text

    page = client.submit(page)

    assert page.request.path == "/complaints/new/done"
    (submission,) = submissions()
    assert submission.number in page.body_text
    assert submission.is_anonymous
    assert submission.contact is None
    assert [file.name for file in submission.evidence] == ["标签.jpg"]
    (matter,) = submission.matters
    assert matter.number == f"J{submission.number}"
    assert matter.status is MatterStatus.NEW
    assert matter.bureau.name == "瓯海区市场监督管理局"
    assert "分派规则第" in matter.routing_reason
    assert matter.due_on is not None


def test_both_tracks_get_numbers_bodies_and_clocks_of_their_own(client):
    page = answer_all(client, kind="both")
    assert page.texts("//main//button[contains(., '提交')]") == ["提交投诉和举报"]
    page = client.submit(page)

    (submission,) = submissions()
    assert {matter.number for matter in submission.matters} == {
        f"T{submission.number}",
        f"J{submission.number}",
    }
    assert len({matter.due_on for matter in submission.matters}) == 2
    assert submission.contact == PERSON
    assert submission.demand == "退款二十元"
    assert PERSON["phone"] not in page.body_text


def test_submitting_again_shows_the_same_receipt(client):
    page = answer_all(client)
    first = client.submit(page)
    second = client.submit(page)

    assert second.request.path == "/complaints/new/done"
    assert first.texts("//dl[@class='mj-code']/dd") == second.texts("//dl[@class='mj-code']/dd")
    assert len(submissions()) == 1
    assert db.session.scalars(select(ComplaintDraft)).one().answers == {}


def test_an_error_is_told_twice_and_what_was_typed_is_kept(client):
    page = client.post_form("/complaints/new/kind", {"kind": "violation_report"})
    page = client.submit(
        page, {"who": "company", "name": "塘下酱油铺", "uscc": "91330399MA0D7K2QX8"}
    )

    assert page.title.startswith("错误：")
    (summary,) = page.all("//div[@class='mj-errors']//a")
    assert "校验" in summary.text_content()
    assert page.one(f"//*[@id='{summary.get('href')[1:]}']").get("value") == "91330399MA0D7K2QX8"
    assert page.one("//input[@name='name']").get("value") == "塘下酱油铺"


@pytest.mark.parametrize("missing", ["narrative", "happened", "place"])
def test_a_missing_answer_keeps_the_visitor_on_the_page(client, missing):
    answer_all(client)
    page = client.submit(client.get("/complaints/new/facts"), {missing: ""})
    assert page.title.startswith("错误：")
    assert page.one("//input[@name='title']").get("value") == FACTS["title"]


def up_to_files(client):
    """What is asked before the files, answered by who knows little."""
    page = client.post_form("/complaints/new/kind", {"kind": "violation_report"})
    for answer in ({"who": "unknown"}, {"category": "unsure"}, FACTS):
        page = client.submit(page, answer)
    return page


def test_who_complains_must_say_who_they_are(client):
    page = answer_all(client, kind="complaint", identity={**PERSON, "id_number": ""})
    assert page.request.path == "/complaints/new/identity"
    assert "请填写身份证件号码" in page.body_text
    assert page.one("//input[@name='name']").get("value") == PERSON["name"]


def test_turning_a_report_into_a_complaint_asks_for_what_is_then_missing(client):
    answer_all(client)
    page = client.post_form("/complaints/new/kind?change=1", {"kind": "complaint"})
    assert page.request.path == "/complaints/new/facts"
    assert page.one("//input[@name='demand']") is not None


def test_changing_one_answer_returns_to_the_check_page(client):
    page = answer_all(client)
    page = client.get("/complaints/new/facts?change=1")
    page = client.submit(page, {"title": "改过的标题"})
    assert page.request.path == "/complaints/new/check"
    assert "改过的标题" in page.body_text


def test_anonymity_drops_what_was_typed_about_the_person(client):
    page = answer_all(
        client, identity={"anonymity": "anonymous", "name": "欧阳试验", "phone": "138"}
    )
    client.submit(page)
    assert submissions()[0].contact is None


def test_questions_cannot_be_skipped(client):
    client.post_form("/complaints/new/kind", {"kind": "complaint"})
    page = client.get("/complaints/new/check", follow_redirects=True)
    assert page.request.path == "/complaints/new/subject"


def test_an_expired_draft_is_explained(client, frozen_clock):
    client.post_form("/complaints/new/kind", {"kind": "complaint"})
    frozen_clock.shift(31 * 60)
    page = client.get("/complaints/new/subject", follow_redirects=True)
    assert page.request.path == "/complaints/new/expired"
    client.post_form("/complaints/new/kind", {"kind": "complaint"})
    assert db.session.scalar(select(func.count(ComplaintDraft.id))) == 1


def test_a_known_company_is_offered_and_tied_to_the_submission(client):
    company = make_company(name="温州砚汐调味食品有限公司")
    make_company(name="温州砚汐贸易有限公司")
    page = client.post_form("/complaints/new/kind", {"kind": "violation_report"})
    page = client.submit(page, {"who": "company", "name": "砚汐"})
    assert page.request.path == "/complaints/new/company"

    page = client.submit(page, {"company": company.ref})
    page = client.get("/complaints/new/subject")
    assert page.one("//input[@name='uscc']").get("value") == company.uscc


def test_a_link_from_a_company_page_fills_in_the_subject(client):
    company = make_company(name="温州砚汐调味食品有限公司")
    page = client.get(f"/complaints/new?company={company.ref}")
    assert company.name in page.body_text
    page = client.post_form(
        f"/complaints/new/kind?company={company.ref}", {"kind": "violation_report"}
    )
    assert page.one("//input[@name='name']").get("value") == company.name


def test_what_else_stands_in_the_address_of_the_first_question_is_not_read(client):
    page = client.get("/complaints/new/kind?kind=complaint&prefix=x&obj=y")
    assert page.status_code == 200
    assert not page.all("//input[@name='kind' and @checked]")


def test_a_project_is_chosen_from_the_published_ones(client):
    project = make_project(name="智慧农贸市场")
    page = answer_all(client, subject={"who": "project", "project": project.code}, category=None)
    client.submit(page)
    (submission,) = submissions()
    assert submission.project_id == project.id
    assert submission.matters[0].status is MatterStatus.ROUTING


def test_a_matter_about_a_project_goes_to_the_body_that_leads_it(client):
    body = make_bureau(name="试验水利局")
    project = make_project(name="堤防加固", lead_bureau_id=body.id, lead_body=body.name)
    page = answer_all(client, subject={"who": "project", "project": project.code}, category=None)
    client.submit(page)
    (matter,) = submissions()[0].matters
    assert matter.bureau_id == body.id
    assert "反映的重点项目由试验水利局牵头" in matter.routing_reason


def test_a_matter_about_officials_never_goes_to_their_body(client):
    page = answer_all(
        client,
        subject={"who": "official", "bureau": "city-supervision", "official": "某科长"},
        category=None,
    )
    client.submit(page)
    (matter,) = submissions()[0].matters
    assert matter.bureau.is_coordination_office
    assert matter.submission.subject_bureau.code == "city-supervision"
    assert "不转给被反映的部门" in matter.routing_reason


def test_officials_are_reported_to_the_supervision(client):
    page = answer_all(
        client,
        subject={"who": "official", "bureau": "city-market-supervision", "official": ""},
        category=None,
    )
    assert "温州市监察委员会" in page.body_text


def test_an_unclear_matter_goes_to_the_coordination_office_with_the_reason(client):
    page = client.submit(up_to_files(client), {"act": "next"})
    page = client.submit(page, {"anonymity": "anonymous"})
    client.submit(page)
    (matter,) = db.session.scalars(select(Matter))
    assert matter.status is MatterStatus.ROUTING
    assert matter.bureau.is_coordination_office
    assert "类别不明确" in matter.routing_reason


def test_out_of_scope_is_said_before_submission(client):
    page = answer_all(client, category=("other", "other-labour"))
    assert "不属于本平台的办理范围" in page.body_text
    assert "12333" in page.body_text


def test_who_doubts_the_body_has_the_platform_decide(client):
    page = answer_all(client)
    client.submit(page, {"by_platform": "y"})
    (matter,) = submissions()[0].matters
    assert matter.status is MatterStatus.ROUTING
    assert "请平台分派" in matter.routing_reason
    assert matter.kind is ComplaintKind.VIOLATION_REPORT


def test_a_bad_file_is_named_and_the_good_ones_stay_until_taken_out(client):
    page = up_to_files(client)
    page = client.submit(page, {"act": "add", "files": [photo("一.jpg")]})
    assert "一.jpg" in page.body_text
    page = client.submit(
        page, {"act": "add", "files": [(photo()[0].__class__(b"MZ not a picture"), "坏.jpg")]}
    )
    assert page.title.startswith("错误：")
    assert "一.jpg" in page.body_text
    page = client.submit(page, action="/remove")
    assert "一.jpg" not in page.body_text


def test_the_flow_sets_one_cookie_and_is_never_stored(client):
    page = answer_all(client)
    assert len(client._cookies) == 1
    assert page.headers["Cache-Control"] == "no-store"


def test_giving_up_forgets_the_draft(client):
    page = answer_all(client, files=[photo()])
    page = client.submit(page, action="/discard")
    assert page.request.path == "/complaints/new"
    assert db.session.scalar(select(func.count(ComplaintDraft.id))) == 0
