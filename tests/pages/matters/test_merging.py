"""Matters alike: shown to whoever reports, never in the way; merged and split again by staff, with
number, code, clock and letters of each reporter left as they were."""

import pytest
from sqlalchemy import Text, func, select, type_coerce

from app.kernel import clock
from app.kernel.audit.models import AuditEvent
from app.kernel.db.session import db
from app.matters.complaints.intake.queries import group_of
from app.matters.complaints.intake.services import merging
from app.matters.complaints.intake.services.submission import traits_of
from app.matters.complaints.matter.models.answers import PublicReply
from app.matters.complaints.matter.models.handovers import Merger
from app.matters.complaints.matter.models.matters import Submission
from app.matters.complaints.matter.rules.outcomes import MatterOutcome
from app.matters.complaints.matter.rules.states import ComplaintKind, MatterStatus
from app.matters.complaints.publication.queries import similar_matters
from tests.support.complaint_factories import CODE, make_matter, make_submission
from tests.support.factories import make_bureau, make_company, make_district, make_staff
from tests.support.staff import sign_in

pytestmark = pytest.mark.usefixtures("frozen_clock")


@pytest.fixture
def staff(client, bureau):
    made = make_staff(bureau=bureau)
    sign_in(client, made)
    return made


@pytest.fixture
def company(app):
    return make_company()


def address(matter):
    return f"/admin/complaints/{matter.number}"


def about(company, bureau, **changes):
    return make_matter(bureau=bureau, submission=make_submission(company_id=company.id), **changes)


def merge(client, matter, *others):
    numbers = [other.number for other in others]
    return client.submit(client.get(address(matter)), {"merge-others": numbers}, action="/merge")


def closed(company_id, **submission):
    matter = make_matter(
        submission=make_submission(
            company_id=company_id, consents_to_publication=True, **submission
        ),
        status=MatterStatus.CLOSED,
    )
    matter.outcome, matter.closed_on = MatterOutcome.CORRECTED, clock.today()
    matter.is_public = True
    matter.public_title, matter.public_summary = f"公开{matter.id}", "已改正。"
    return matter


def test_public_matters_of_the_company_come_first_then_those_of_the_place(app):
    company, place = make_company(), make_district("330304").code
    kind = {"category_code": "food-circulation"}
    elsewhere = closed(None, district_code=make_district("330302").code, **kind)
    near = closed(None, district_code=place, **kind)
    same = closed(company.id, category_code="product-shop")
    secret = closed(company.id)
    secret.submission.consents_to_publication = False
    found = similar_matters(company_id=company.id, category="food-circulation", district=place)
    assert [(one.matter.id, one.because) for one in found] == [
        (same.id, "同一企业"),
        (near.id, "同一地方的同类问题"),
        (elsewhere.id, "同类问题"),
    ]


def test_matters_alike_are_shown_only_of_the_own_body_and_track(client, bureau, staff, company):
    matter = about(company, bureau)
    like = about(company, bureau)
    foreign = about(company, make_bureau())
    other_track = about(company, bureau, kind=ComplaintKind.COMPLAINT)
    other_company = make_matter(bureau=bureau)
    panel = client.get(address(matter)).one("//section[@aria-labelledby='alike']")
    assert like.number in panel.text_content()
    for one in (foreign, other_track, other_company):
        assert one.number not in panel.text_content()


def test_a_street_in_common_is_found_though_it_is_encrypted(client, bureau, staff):
    matters = []
    for place in ("塘下路1号", "塘下路99号旁", "人民路1号"):
        submission = make_submission(company_id=None, place=place)
        submission.traits = traits_of(submission)
        matters.append(make_matter(bureau=bureau, submission=submission))
    page = client.get(address(matters[0]))
    assert matters[1].number in page.body_text
    assert matters[2].number not in page.body_text
    stored = db.session.scalars(select(type_coerce(Submission.place, Text))).all()
    assert len(stored) == 3
    assert not [value for value in stored if "塘下" in value]


def test_merged_matters_keep_number_clock_and_code_and_their_reporters_are_told(
    client, bureau, staff, company
):
    lead, other = about(company, bureau), about(company, bureau)
    before = [(m.number, m.due_on, m.status) for m in (lead, other)]
    page = merge(client, lead, other)
    assert "并案 2 件" in page.body_text
    assert [(m.number, m.due_on, m.status) for m in (lead, other)] == before
    for matter in (lead, other):
        rows = select(AuditEvent.action).where(AuditEvent.object_id == matter.number)
        assert "matter.merge" in db.session.scalars(rows).all()
    client.delete_cookie("mingjian")
    page = client.post_form("/complaints/track", {"number": other.submission.number, "code": CODE})
    assert "您的编号、查询码、期限和权利都不变" in page.body_text
    assert lead.number not in page.text
    assert lead.submission.number not in page.text


def test_splitting_undoes_it_and_a_leading_matter_hands_the_lead_on(client, bureau, staff, company):
    lead, second, third = (about(company, bureau) for _ in range(3))
    merging.merge_matters(matter=lead, staff=staff, others=[second.number, third.number])
    client.submit(client.get(address(lead)), action="/split")
    db.session.expire_all()
    assert group_of(staff, lead).others == []
    assert [m.id for m in group_of(staff, second).others] == [third.id]
    assert group_of(staff, third).lead_id == second.id
    client.submit(client.get(address(third)), action="/split")
    assert db.session.scalars(select(Merger)).all() == []


def test_two_groups_become_one(client, bureau, staff, company):
    one, two, three, four = (about(company, bureau) for _ in range(4))
    merging.merge_matters(matter=one, staff=staff, others=[two.number])
    merging.merge_matters(matter=three, staff=staff, others=[four.number])
    merge(client, one, three)
    assert {m.id for m in group_of(staff, four).others} == {one.id, two.id, three.id}


def test_one_reply_reaches_all_that_were_ticked_each_under_its_own_number(
    client, bureau, staff, company
):
    lead, other, ended = (about(company, bureau) for _ in range(3))
    merging.merge_matters(matter=lead, staff=staff, others=[other.number, ended.number])
    page = client.get(address(lead))
    ended.version += 1
    fields = {"reply-text": "已现场核查。", "reply-for_all": "y"}
    page = client.submit(page, fields, action="/reply")
    answered = set(db.session.scalars(select(PublicReply.matter_id)))
    assert answered == {lead.id, other.id}
    assert f"并案的 {ended.number}：没有办成" in page.body_text
    client.submit(client.get(address(lead)), {"reply-text": "只答这一件。"}, action="/reply")
    counts = select(func.count()).where(PublicReply.matter_id == other.id)
    assert db.session.scalar(counts) == 1


def test_closing_together_publishes_one_of_them(client, bureau, staff, company):
    lead, other = (
        make_matter(
            bureau=bureau,
            status=MatterStatus.NOT_FILED,
            submission=make_submission(company_id=company.id, consents_to_publication=True),
        )
        for _ in range(2)
    )
    merging.merge_matters(matter=lead, staff=staff, others=[other.number])
    page = client.get(address(lead))
    fields = {
        "close-outcome": "unfounded",
        "close-measures": "到现场核查了货架。",
        "close-basis": "《中华人民共和国行政处罚法》第五十七条。",
        "close-text": "已核查完毕。",
        "close-public_title": "酱油标签已改正",
        "close-public_summary": "责令改正。",
        "close-for_all": "y",
    }
    client.submit(page, fields, action="/close")
    assert (lead.status, other.status) == (MatterStatus.CLOSED, MatterStatus.CLOSED)
    assert (lead.is_public, other.is_public) == (True, False)


def test_what_is_not_alike_or_not_ones_own_is_not_merged(client, bureau, staff, company):
    matter, like = about(company, bureau), about(company, bureau)
    foreign = about(company, make_bureau())
    for others in ([], [foreign.number], [matter.number]):
        page = client.submit(client.get(address(matter)), {"merge-others": others}, action="/merge")
        assert page.status_code in {400, 409}, others
    assert like.merger is None
    assert db.session.scalars(select(Merger)).all() == []
