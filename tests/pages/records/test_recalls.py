"""Accidents and recalls: what an owner of the product reads, and what is refused."""

import pytest

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
