"""Accidents and recalls: what an owner of the product reads, and what is refused."""

import csv
import io

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.imports.runner import run_import
from app.kernel.imports.targets import Source, registry
from app.kernel.search import maintenance
from app.publishing.life.rules import PublicationStatus
from app.records.recalls.models import Recall
from tests.support import factories
from tests.support.desks import make_office

FORM = {
    "kind": "ordered",
    "product": "儿童保温杯",
    "brand": "晨漾",
    "batch": "20260101 至 20260131",
    "maker_kind": "organisation",
    "maker_name": "温州试验杯具有限公司",
    "reason": "杯盖硅胶圈易脱落。",
    "danger": "小零件可能被幼儿吞入。",
    "advice": "立即停止使用，凭杯身编号退货。",
    "measures": "停止销售，更换模具。",
    "items": "4200",
    "announced_on": "2026-03-02",
    "announcing_body": "试验监管局",
}


@pytest.fixture
def office(client, frozen_clock):
    return make_office(client)


def only() -> Recall:
    return db.session.scalars(select(Recall)).one()


def publish(office) -> Recall:
    company = factories.make_company(name=FORM["maker_name"])
    office.write("/admin/recalls/new", FORM | {"uscc": company.uscc})
    office.publish(f"/admin/recalls/{only().id}")
    return only()


def test_its_owner_reads_what_to_do_and_finds_it_by_brand_batch_and_maker(client, office):
    recall = publish(office)
    page = client.get(f"/recalls/{recall.id}")
    for words in (*FORM.values(), "4,200", "责令召回"):
        if words not in ("ordered", "organisation", "4200"):
            assert words in page.body_text, words
    maintenance.rebuild()
    for words in ("晨漾", "儿童保温杯", "20260131", FORM["maker_name"]):
        assert f"/recalls/{recall.id}" in client.get(f"/search?q={words}").text, words
    assert f"/recalls/{recall.id}" in client.get(f"/companies/{recall.uscc}").text
    assert "晨漾儿童保温杯" in client.get("/data/feeds/recalls.xml").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"announced_on": "2026-03-05"}, "在今天之后"),
        ({"ends_on": "2026-03-01"}, "应有开始日期"),
        ({"begins_on": "2026-03-03", "ends_on": "2026-03-01"}, "不早于它"),
        ({"advice": ""}, "请填写消费者怎样做"),
        ({"items": "-1"}, "不小于 0"),
    ],
)
def test_a_form_with_a_fault_is_refused_in_words(office, changes, words):
    page = office.write("/admin/recalls/new", FORM | changes)
    assert page.status_code == 400
    assert words in page.body_text


def test_its_download_comes_back_unchanged_and_once(app, client, office, tmp_path):
    publish(office)
    text = client.get("/recalls?format=csv").data.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["消费者怎样做"] == FORM["advice"]
    path = tmp_path / "召回.csv"
    path.write_text(text, encoding="utf-8")
    report = run_import(path, registry(app).targets["recalls"], source=Source(path.name))
    assert (report.counts["unchanged"], report.counts["added"]) == (1, 0)
    assert only().status is PublicationStatus.PUBLISHED


def test_the_list_is_narrowed_and_sorted_and_says_when_it_is_empty(client, office):
    assert "现在没有公示中的产品召回" in client.get("/recalls").body_text
    publish(office)
    assert "儿童保温杯" in client.get("/recalls?kind=ordered&year=2026&sort=items").body_text
    assert "没有找到" in client.get("/recalls?kind=accident").body_text
