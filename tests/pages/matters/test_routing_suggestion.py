"""Suggestions from what was written: by API, in the form, and on the desk. Nothing is kept."""

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.matters.complaints.intake.models import ComplaintDraft
from app.matters.complaints.matter.rules.states import MatterStatus
from app.people.rules import Role
from tests.support.api import faults
from tests.support.citizens import FACTS, answer_all
from tests.support.complaint_factories import make_matter, make_submission
from tests.support.factories import make_bureau, make_coordination_office, make_staff
from tests.support.staff import sign_in

pytestmark = pytest.mark.usefixtures("frozen_clock")

ADDRESS = "/api/v1/routing/suggest"
NOISE = "欧阳试验家楼下工地夜间施工，噪音很大，在瓯海区郭溪街道"
SECRET = "欧阳试验"


def ask(client, **asked):
    return client.post(ADDRESS, json=asked)


class TestApi:
    def test_it_says_body_category_district_and_why(self, client):
        answer = ask(client, text=NOISE).get_json()
        first = answer["candidates"][0]
        assert first["category"] == "environment-life"
        assert first["bureau"] == "瓯海区综合行政执法局"
        assert "夜间施工" in first["because"]
        assert 0 < first["score"] <= 1
        assert answer["in_scope"] is True
        assert answer["district"] == {
            "code": "330304",
            "name": "瓯海区",
            "because": ["瓯海区", "郭溪街道"],
        }

    def test_a_district_that_is_given_counts_before_the_text(self, client):
        answer = ask(client, text=NOISE, district="330382").get_json()
        assert answer["candidates"][0]["bureau"] == "乐清市综合行政执法局"

    def test_what_does_not_belong_here_is_said_with_a_pointer(self, client):
        answer = ask(client, text="学校暑假强制补课，还乱收学费").get_json()
        assert answer["in_scope"] is False
        assert "教育局" in answer["advice"]

    def test_what_is_not_clear_is_said_to_be_so(self, client):
        answer = ask(client, text="请问一下").get_json()
        assert answer["candidates"] == []
        assert answer["in_scope"] is None
        assert answer["advice"].startswith("不清楚")

    def test_a_category_that_is_given_is_not_left(self, client):
        text = "饭店后厨很脏，油烟也很大，吃出蟑螂"
        answer = ask(client, text=text, category="environment").get_json()
        assert {each["category"].partition("-")[0] for each in answer["candidates"]} == {
            "environment"
        }

    @pytest.mark.parametrize(
        ("asked", "status"),
        [
            ({"text": NOISE}, 200),
            ({"text": "请问一下"}, 200),
            ({"text": "饭店吃出蟑螂", "district": None, "category": "food"}, 200),
            ({}, 400),
            ({"text": "  "}, 400),
            ({"text": 5}, 400),
            ({"text": "噪" * 5001}, 400),
            ({"text": NOISE, "district": "110000"}, 400),
            ({"text": NOISE, "category": "nothing"}, 400),
            (["text"], 400),
        ],
    )
    def test_answers_are_as_described(self, client, asked, status):
        answer = client.post(ADDRESS, json=asked)
        assert answer.status_code == status
        description = client.get("/api/v1/openapi.json").get_json()
        described = description["paths"]["/routing/suggest"]["post"]["responses"][str(status)]
        schema = described["content"][answer.mimetype]["schema"]
        assert list(faults(answer.get_json(), schema, description)) == []

    def test_a_body_that_is_no_json_is_refused_in_chinese(self, client):
        answer = client.post(ADDRESS, data="text=噪音")
        assert answer.status_code == 400
        assert "JSON" in answer.get_json()["detail"]

    def test_the_number_of_questions_is_limited(self, client):
        statuses = [ask(client, text="请问一下").status_code for _ in range(605)]
        assert statuses[0] == 200
        assert statuses[-1] == 429

    def test_any_site_may_ask(self, client):
        preflight = client.options(ADDRESS)
        assert preflight.headers["Access-Control-Allow-Headers"] == "Content-Type"
        for answer in (preflight, ask(client, text=NOISE), ask(client)):
            assert answer.headers["Access-Control-Allow-Origin"] == "*"

    def test_the_text_is_in_no_log_and_nothing_is_written(self, client, capsys, count_statements):
        with count_statements() as counted:
            ask(client, text=NOISE)
            ask(client, text=SECRET, district="999999")
        assert len(counted)
        assert all(each.lstrip().startswith("SELECT") for each in counted.statements)
        logged = "".join(capsys.readouterr())
        assert "api.suggest_routing" in logged
        assert SECRET not in logged
        assert "施工" not in logged

    def test_an_answer_costs_a_fixed_number_of_statements(self, client, count_statements):
        ask(client, text=NOISE)
        with count_statements() as short:
            ask(client, text=NOISE)
        with count_statements() as long:
            ask(client, text=NOISE + "，饭店后厨很脏，出租车绕路，物业公司乱收物业费" * 100)
        assert max(len(short), len(long)) <= 12


def category_page(client):
    page = client.post_form("/complaints/new/kind", {"kind": "violation_report"})
    return client.submit(page, {"who": "company", "name": "塘下酱油铺"})


class TestForm:
    def test_words_lead_to_categories_with_reasons_in_one_step_and_are_not_kept(self, client):
        page = client.submit(category_page(client), {"words": NOISE, "suggest": "1"})
        assert page.request.path == "/complaints/new/category"
        assert "可能是这几类" in page.body_text
        offered = page.all("//input[@name='category']/..")
        assert "生活噪声和油烟" in offered[0].text_content()
        assert "因为：夜间施工" in offered[0].text_content()
        assert not page.all("//input[@name='category' and @checked]")
        page = client.submit(page, {"category": "environment-life"})
        assert page.request.path == "/complaints/new/facts"
        answers = db.session.scalars(select(ComplaintDraft)).one().answers
        assert answers["category"] == "environment-life"
        assert SECRET not in str(answers)

    def test_a_suggestion_may_be_passed_over(self, client):
        page = client.submit(category_page(client), {"words": NOISE, "suggest": "1"})
        page = client.submit(page, {"category": "food"})
        assert page.request.path == "/complaints/new/subcategory"

    def test_without_clear_words_and_an_offer_the_question_is_asked_again(self, client):
        page = client.submit(category_page(client), {"words": "请问一下", "suggest": "1"})
        assert "不清楚。从这段话看不出属于哪一类" in page.body_text
        page = client.submit(page, {"words": "", "suggest": "1"})
        assert page.title.startswith("错误：")
        assert "请先写一两句话" in page.body_text
        page = client.submit(category_page(client), {"category": "environment-life"})
        assert page.request.path == "/complaints/new/category"

    def test_before_submission_words_that_tell_of_something_else_are_pointed_out(self, client):
        facts = {"title": "夜间施工噪音扰民", "narrative": "楼下工地夜间施工，打桩的噪音很大。"}
        page = answer_all(client, facts={**FACTS, **facts})
        assert "也可能属于“生活噪声和油烟”" in page.body_text
        assert "因为：" in page.body_text
        page = client.get("/complaints/new/category?change=1")
        assert "可能是这几类" in page.body_text

    def test_words_that_agree_with_the_choice_are_not_mentioned(self, client):
        facts = {"title": "超市卖过期牛奶", "narrative": "超市买的牛奶过期了，食品保质期到上月。"}
        page = answer_all(client, facts={**FACTS, **facts})
        assert "也可能属于" not in page.body_text

    def test_about_officials_nothing_is_suggested(self, client):
        body = make_bureau()
        page = answer_all(
            client,
            subject={"who": "official", "bureau": body.code, "official": "某科长"},
            category=None,
            facts={**FACTS, "title": "夜间施工噪音扰民", "narrative": "夜间施工噪音很大没人管。"},
        )
        assert "也可能属于" not in page.body_text


class TestDesk:
    def waiting(self, app, **changes):
        office = make_coordination_office()
        submission = make_submission(
            title="夜间施工噪音扰民",
            narrative="楼下工地夜间施工，打桩的噪音很大。",
            place="梧田街道某小区",
            district_code=None,
            **changes,
        )
        return make_matter(bureau=office, submission=submission, status=MatterStatus.ROUTING)

    def page(self, client, matter):
        sign_in(client, make_staff(Role.COORDINATOR, bureau=matter.bureau))
        return client.get(f"/admin/complaints/{matter.number}")

    def test_a_matter_without_a_body_shows_what_its_words_suggest(self, app, client):
        page = self.page(client, self.waiting(app))
        (panel,) = page.texts("//section[@aria-labelledby='suggested']")
        assert "瓯海区综合行政执法局" in panel
        assert "因为：" in panel
        assert "地点：瓯海区，因为：梧田街道" in panel
        assert not page.all("//select[@name='settle-bureau_id']/option[@selected and @value!='']")

    def test_one_about_officials_or_with_a_body_shows_nothing(self, app, client):
        matter, routed = self.waiting(app, subject_bureau_id=make_bureau().id), self.waiting(app)
        routed.status = MatterStatus.NEW
        for one in (matter, routed):
            assert not self.page(client, one).all("//section[@aria-labelledby='suggested']")
            client.delete_cookie("mingjian")
