"""A report on officials that was begun as one on a shop never reaches the body of the officials."""

import re

import pytest
from sqlalchemy import func, select

from app.kernel.db.session import db
from app.matters.complaints.matter.answers import CONDUCT_CATEGORY
from app.matters.complaints.matter.models.matters import Matter, Submission
from app.matters.complaints.matter.queries import matter_of
from app.people.models import Bureau
from app.people.rules import Role
from tests.pages.matters.test_registration import PHONE_CALL, write_down
from tests.support.citizens import FACTS, answer_all
from tests.support.complaint_factories import make_matter, make_submission
from tests.support.factories import make_staff
from tests.support.matter_desk import followed
from tests.support.staff import sign_in

pytestmark = [pytest.mark.trust(3), pytest.mark.usefixtures("frozen_clock")]

STORY = {
    "title": "酱油换贴标签没人管",
    "narrative": "鹿城市监局李科长收受店家的好处费，每次检查前都打招呼。",
    "district": "330302",
    "place": "试验路12号",
}
ACCUSED = "lucheng-market-supervision"


def body(code: str) -> Bureau:
    return db.session.scalars(select(Bureau).where(Bureau.code == code)).one()


def asked(client):
    """The page that a reporter of the story comes to instead of that for evidence."""
    page = client.post_form("/complaints/new/kind", {"kind": "violation_report"})
    page = client.submit(page, {"who": "company", "name": "塘下酱油铺"})
    page = client.submit(page, {"category": "food"})
    page = client.submit(page, {"category": "food-circulation"})
    return client.submit(page, FACTS | STORY)


def handed_in(client, page) -> Submission:
    page = client.submit(page, {"act": "next"})
    page = client.submit(page, {"anonymity": "anonymous"})
    client.submit(page, {})
    return db.session.scalars(select(Submission)).one()


def test_who_writes_of_officials_is_asked_and_may_name_their_body(client):
    page = asked(client)
    assert page.title.startswith("是否反映工作人员")
    assert "“李科长”“收受”" in re.sub(r"\s", "", page.body_text)
    assert "不会交给被反映的部门" in page.body_text
    first = page.texts("//select[@name='bureau']/option")[0]
    assert first == body(ACCUSED).name


def test_a_report_on_officials_goes_to_the_supervision_and_their_body_knows_nothing(client):
    accused = make_staff(Role.HANDLER, Role.HEAD, bureau=body(ACCUSED), full_name="李科长")
    sign_in(client, accused)
    lists = [
        "/admin/complaints/",
        "/admin/complaints/?list=ended",
        "/admin/",
        "/admin/complaints/?q=J",
    ]
    before = [client.get(address).body_text for address in lists]
    submission = handed_in(client, client.submit(asked(client), {"concerns": "yes"}))
    (matter,) = submission.matters
    assert matter.bureau == body("city-supervision")
    assert submission.category_code == CONDUCT_CATEGORY
    assert submission.subject_bureau == body(ACCUSED)
    assert matter_of(accused, matter.number) is None
    assert [client.get(address).body_text for address in lists] == before
    assert client.get(f"/admin/complaints/{matter.number}").status_code == 404
    found = client.get(f"/admin/complaints/?q={matter.number}")
    assert found.all(f"//a[contains(@href,'/{matter.number}')]") == []


def test_who_only_mentioned_them_goes_on_to_the_body_in_charge(client):
    page = client.submit(asked(client), {"concerns": "no"})
    submission = handed_in(client, page)
    assert submission.matters[0].bureau == body(ACCUSED)


def test_the_question_can_not_be_passed_over(client):
    asked(client)
    for later in ("evidence", "identity", "check"):
        page = client.get(f"/complaints/new/{later}", follow_redirects=True)
        assert page.title.startswith("是否反映工作人员")
    page = client.submit(page, {})
    assert "请选择有还是没有" in page.body_text
    assert db.session.scalar(select(func.count(Submission.id))) == 0


def test_other_words_are_asked_about_anew(client):
    page = client.submit(asked(client), {"concerns": "no"})
    page = client.get("/complaints/new/facts")
    page = client.submit(page, FACTS | STORY | {"narrative": "王所长通风报信，每次都查不到。"})
    assert page.title.startswith("是否反映工作人员")


def test_an_ordinary_report_is_not_asked(client):
    page = answer_all(client)
    assert page.title.startswith("核对后提交")
    assert "反映工作人员" not in page.body_text


def test_a_body_called_by_its_short_name_instead_of_a_shop_does_not_get_it(client):
    page = answer_all(
        client, subject={"who": "company", "name": "鹿城市监局"}, facts={"district": "330302"}
    )
    assert "不转给被反映的部门" in page.body_text


def test_staff_who_register_a_call_are_told_to_say_that_it_is_about_officials(client, bureau):
    sign_in(client, make_staff(bureau=bureau))
    page = write_down(client, narrative=STORY["narrative"])
    assert "把反映对象改为“政府部门或工作人员”" in page.body_text
    page = write_down(client, narrative=STORY["narrative"], who="official", bureau=ACCUSED)
    assert "监察委员会" in page.body_text
    page = write_down(client, narrative=STORY["narrative"], not_conduct="y")
    assert page.title.startswith("核对")
    assert PHONE_CALL["title"] in page.body_text


@pytest.fixture
def matter():
    return make_matter(submission=make_submission())


def test_what_is_added_about_officials_is_not_sent_to_the_body_unasked(client, matter):
    page = followed(client, matter)
    page = client.submit(page, {"text": "你们的李科长收受好处费"}, action="/material")
    assert "请另交一份举报" in page.body_text
    assert "你们的李科长收受好处费" in page.body_text
    assert matter.submission.messages == []
    sent = {"text": "你们的李科长收受好处费", "not_conduct": "y"}
    client.submit(page, sent, action="/material")
    assert len(db.session.get(Matter, matter.id).submission.messages) == 1
