"""Livelihood programmes: a theme and a plan a year, and problems that are late by themselves."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.records.livelihood.models import LivelihoodProblem, LivelihoodProgramme
from app.records.livelihood.rules import LivelihoodAction
from tests.support.desks import make_office
from tests.support.record_factories import make_problem, make_programme, make_proposal
from tests.support.transactions import let_the_worker_count

YEAR = clock.today().year
PROGRAMME = {
    "year": f"{YEAR}",
    "theme": "买得放心",
    "plan": "一、校园周边。",
    "lead_body": "试验监管局",
}
PROBLEM = {
    "title": "校园周边食品",
    "text": "逐店检查。",
    "action": "products",
    "lead_body": "试验监管局",
    "due_on": f"{YEAR}-12-31",
}


@pytest.fixture
def office(client):
    return make_office(client)


def test_a_programme_and_its_problem_are_written_and_published_by_two_persons(client, office):
    assert "已保存为草稿" in office.write("/admin/livelihood/new", PROGRAMME).body_text
    programme = db.session.scalars(select(LivelihoodProgramme)).one()
    assert client.get(f"/livelihood/{YEAR}").status_code == 404
    office.publish(f"/admin/livelihood/{programme.id}")
    office.write(f"/admin/livelihood/problems/new/{programme.id}", PROBLEM)
    problem = db.session.scalars(select(LivelihoodProblem)).one()
    assert PROBLEM["title"] not in client.get(f"/livelihood/{YEAR}").body_text
    office.publish(f"/admin/livelihood/problems/{problem.id}")
    text = client.get(f"/livelihood/{YEAR}").body_text
    for words in ("买得放心", "校园周边食品", "正在解决", "产品质量惠民行动"):
        assert words in text


def test_a_year_has_one_programme(office):
    make_programme(source_bureau_id=office.bureau.id)
    second = make_programme(
        source_bureau_id=office.bureau.id, status="draft", published_on=None, theme="另一个主题"
    )
    page = office.send(f"/admin/livelihood/{second.id}")
    assert page.status_code == 409
    assert "已经公示" in page.body_text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"due_on": f"{YEAR - 1}-12-31"}, f"解决期限早于 {YEAR} 年"),
        ({"solved_on": f"{clock.today()}"}, "请写明解决情况"),
        ({"evidence": "已经查完。"}, "请填写解决日期"),
        ({"solved_on": "2099-01-01", "evidence": "已经查完。"}, "解决日期在今天之后"),
    ],
)
def test_a_problem_is_solved_with_a_day_and_evidence_or_not_at_all(office, changes, words):
    programme = make_programme(source_bureau_id=office.bureau.id)
    page = office.write(f"/admin/livelihood/problems/new/{programme.id}", PROBLEM | changes)
    assert page.status_code == 400
    assert words in page.body_text


def test_a_late_problem_stands_first_and_a_solved_one_last_with_its_evidence(client, frozen_clock):
    programme = make_programme(year=clock.today().year)
    today = clock.today()
    make_problem(programme, title="甲", solved_on=today, evidence="复查全部合格。")
    problem = make_problem(programme, title="乙")
    make_problem(programme, title="丙", due_on=today - timedelta(days=1))
    page = client.get(f"/livelihood/{programme.year}")
    titles = [each.text_content().split()[0] for each in page.all("//article/h3")]
    assert titles == ["丙", "乙", "甲"]
    assert "复查全部合格。" in page.body_text
    data = client.get(f"/livelihood/{programme.year}?format=csv", buffered=True).data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["状态"] for row in rows] == ["已解决", "正在解决", "逾期未解决"]
    frozen_clock.move_to(clock.day_start(problem.due_on + timedelta(days=1)))
    again = client.get(f"/livelihood/{programme.year}").texts("//article")
    assert ["逾期未解决" in text for text in again] == [True, True, False]


def test_the_archive_tells_each_year_and_the_empty_one_says_what_to_do(client):
    assert "还没有公布的年度方案" in client.get("/livelihood").body_text
    older = make_programme(year=YEAR - 1, theme="去年的主题")
    make_problem(older, due_on=clock.today() - timedelta(days=40))
    make_programme()
    page = client.get("/livelihood")
    years = [text.split(" ")[0] for text in page.texts("//tbody/tr/th//a")]
    assert years == [f"{YEAR}", f"{YEAR - 1}"]
    assert "逾期未解决 1" in page.body_text
    assert "我来提建议" not in client.get(f"/livelihood/{YEAR - 1}").body_text


def test_the_promises_count_themes_plans_and_kinds_of_actions(client):
    programme = make_programme()
    for action in (LivelihoodAction.PRODUCTS, LivelihoodAction.PRODUCTS, LivelihoodAction.WORKS):
        make_problem(programme, action=action)
    let_the_worker_count()
    assert "1 个" in client.get("/evaluation/targets/HM01").body_text
    text = client.get("/evaluation/targets/HM03").body_text
    assert "2 项" in text
    assert "未达到" in text


def test_the_pages_cost_few_statements_at_any_size(client, count_statements):
    programme = make_programme()
    for _ in range(12):
        make_problem(programme)
        make_proposal(state="shown", shown_text="早餐店的油。", text="")
    db.session.commit()
    for address in ("/livelihood", f"/livelihood/{programme.year}"):
        with count_statements() as asked:
            client.get(address)
        assert len(asked) <= 8, str(asked)
