"""Surveys: written and published by two persons, with a margin that anyone can compute again."""

import csv
import io

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.records.surveys.models import SurveyResult
from app.records.surveys.rules import ResultKind
from tests.support.desks import make_office
from tests.support.record_factories import indicator, make_survey, make_value
from tests.support.transactions import let_the_worker_count

FORM = {
    "title": "2025年供水服务用户满意度调查",
    "question": "您对供水服务总体上满意吗？",
    "period": "2025年",
    "surveying_body": "试验监管局",
    "method": "随机抽取用户，电话访问。",
    "sample_size": "1000",
    "population": "",
    "kind": "share",
    "satisfied": "930",
    "document": "2025年调查报告",
    "document_on": "2026-01-20",
}
MEAN = {"kind": "mean", "satisfied": "", "mean": "4.2", "top": "5"}


@pytest.fixture
def office(client):
    return make_office(client)


def only() -> SurveyResult:
    return db.session.scalars(select(SurveyResult)).one()


def test_a_result_is_written_by_one_and_published_by_another(client, office):
    promise = indicator("FW10")
    page = office.write("/admin/surveys/new", FORM | {"indicator_id": f"{promise.id}"})
    assert "已保存为草稿" in page.body_text
    one = only()
    assert (one.period, one.satisfied, one.indicator.code) == ("2025", 930, "FW10")
    public = f"/evaluation/surveys/{one.id}"
    assert client.get(public).status_code == 404
    office.publish(f"/admin/surveys/{one.id}")
    text = client.get(public).body_text
    for words in ("93.0%", "±1.6 个百分点", "91.4 至 94.6%", "高于目标", "供水"):
        assert words in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"satisfied": "1001"}, "满意人数大于有效样本"),
        ({"satisfied": ""}, "请填写满意人数"),
        ({"sample_size": "0", "satisfied": "0"}, "有效样本至少为 1"),
        ({"population": "999"}, "总体小于有效样本"),
        ({"mean": "4"}, "满意率不填平均分"),
        (MEAN | {"mean": ""}, "请填写平均分和满分"),
        (MEAN | {"mean": "5.5"}, "平均分大于满分"),
        (MEAN | {"satisfied": "3"}, "平均分不填满意人数"),
        ({"period": "去年"}, "不是数据期"),
        ({"period": "2099"}, "还没有开始"),
        ({"document_on": "2099-01-01"}, "文件日期晚于今天"),
        ({"link": "javascript:alert(1)"}, "网址应以"),
    ],
)
def test_a_form_with_a_fault_is_refused_in_words(client, office, changes, words):
    page = office.write("/admin/surveys/new", FORM | changes)
    assert page.status_code == 400
    assert words in page.body_text


def test_points_may_not_answer_a_promise_of_a_share(client, office):
    promise = indicator("FW10")
    page = office.write("/admin/surveys/new", FORM | MEAN | {"indicator_id": f"{promise.id}"})
    assert "平均分不能对应目标" in page.body_text


def test_points_without_their_deviation_have_no_margin_and_the_page_says_why(client):
    points = {"kind": ResultKind.MEAN, "satisfied": None, "mean": "4.2", "top": "5"}
    one = make_survey(**points)
    assert "没有给出标准差，误差无法计算" in client.get(f"/evaluation/surveys/{one.id}").body_text
    sure = make_survey(**points, deviation="0.8", population=1200)
    page = client.get(f"/evaluation/surveys/{sure.id}")
    text = page.body_text
    assert page.one("//dt[.='标准差']/following-sibling::dd[1]").text_content().strip() == "0.8 分"
    assert "±0.02 分" in text
    assert "因为一共只有 1,200 人" in text


def test_a_target_within_the_margin_is_left_open(client):
    one = make_survey(indicator_id=indicator("FW06").id, satisfied=857)
    assert "不能定论" in client.get(f"/evaluation/surveys/{one.id}").body_text


def test_the_promise_has_the_share_its_margin_and_the_way_to_the_survey(client):
    promise = indicator("FW06")
    make_value(indicator=promise, period="2015", value="81", source="2015年报告")
    one = make_survey(indicator_id=promise.id)
    let_the_worker_count()
    page = client.get("/evaluation/targets/FW06")
    assert "86.4%" in page.body_text
    assert "满意 864 人 ÷ 有效样本 1,000 人，误差 ±2.1 个百分点（95%）" in page.body_text
    assert "2015年报告" in page.body_text
    assert page.one("//tbody/tr[1]//a").get("href") == f"/evaluation/surveys/{one.id}"
    assert "1" in client.get("/evaluation/targets?state=met").body_text


def test_the_list_is_downloaded_with_its_margins(client):
    make_survey(indicator_id=indicator("FW06").id)
    data = client.get("/evaluation/surveys?format=csv", buffered=True).data.decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(data)))
    assert (row["结果"], row["误差（95%）"], row["对应目标"]) == ("86.4", "2.12", "FW06")


def test_the_promises_cost_few_statements_at_any_number_of_surveys(client, count_statements):
    for year in range(2016, 2026):
        make_survey(indicator_id=indicator("FW06").id, period=f"{year}")
    db.session.commit()
    client.get("/evaluation/targets")  # what is counted is remembered until a record changes
    with count_statements() as asked:
        client.get("/evaluation/targets")
    assert len(asked) <= 8, str(asked)
