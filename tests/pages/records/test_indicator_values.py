"""Bodies report values, two people publish them, a correction keeps the number before it."""

import pytest
from sqlalchemy import select

from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.search import maintenance
from app.publishing.life.rules import PublicationStatus
from app.records.indicators.models import IndicatorValue
from tests.support import factories
from tests.support.desks import make_office
from tests.support.record_factories import make_indicator, make_value


@pytest.fixture
def office(client, frozen_clock):
    return make_office(client)


@pytest.fixture
def indicator(office):
    return make_indicator(bureau=office.bureau, name="酱油抽查合格率")


def fields(indicator, **changes):
    return {
        "indicator_id": str(indicator.id),
        "period": "2025年四季度",
        "value": "９１．５０%",
        "source": "四季度通报",
        "source_on": "2026-01-15",
        **changes,
    }


def only_value():
    return db.session.scalars(select(IndicatorValue)).one()


def test_a_value_is_public_when_a_second_person_has_approved_it(client, office, indicator):
    page = f"/evaluation/targets/{indicator.code}"
    assert "已保存为草稿" in office.write("/admin/indicators/new", fields(indicator)).body_text
    value = only_value()
    assert (value.period, value.value) == ("2025-Q4", "91.5")
    assert "未报" in client.get(page).body_text
    office.publish(f"/admin/indicators/{value.id}")
    text = client.get(page).body_text
    assert "未达到" in text
    assert "91.5%" in text


def test_a_correction_is_told_with_the_number_that_stood_before(client, office, indicator):
    office.write("/admin/indicators/new", fields(indicator, value="90"))
    address = f"/admin/indicators/{only_value().id}"
    office.write(f"{address}/edit", fields(indicator, value="91"))
    office.publish(address)
    page = f"/evaluation/targets/{indicator.code}"
    assert "原为" not in client.get(page).body_text, "a draft was never public"
    office.write(f"{address}/edit", fields(indicator, value="95.5", note="漏计复检批次。"))
    assert "91%" in client.get(page).body_text
    office.approve(address)
    text = client.get(page).body_text
    assert "2026-03-04 更正，原为 91%。漏计复检批次。" in text
    assert "达到" in text
    assert only_value().value == "95.5"


def test_what_cannot_be_is_refused_and_stays_on_the_form(office, indicator):
    for changes, refusal in (
        ({"value": "97.6万"}, "不是数字"),
        ({"period": "去年"}, "不是数据期"),
        ({"period": "2026-Q2"}, "还没有开始"),
        ({"source_on": "2026-03-05"}, "来源日期不能晚于今天"),
    ):
        page = office.write("/admin/indicators/new", fields(indicator, **changes))
        assert page.status_code == 400
        assert refusal in page.body_text
        assert page.one("//input[@name='source']").value == "四季度通报"


def test_a_body_reports_on_its_own_indicators_alone(client, office, indicator):
    other = make_indicator(name="别家的指标")
    office.is_at_the_desk(office.editor)
    page = client.get("/admin/indicators/new")
    assert "酱油抽查合格率" in page.body_text
    assert "别家的指标" not in page.body_text
    indicator.measure = "试验"
    db.session.flush()
    page = client.get("/admin/indicators/new")
    assert "酱油抽查合格率" not in page.body_text, "what the site computes is not reported"
    value = make_value(indicator=other, source_bureau_id=factories.make_bureau().id)
    assert client.get(f"/admin/indicators/{value.id}").status_code == 404


def test_a_period_has_one_public_value(office, indicator):
    make_value(indicator=indicator, period="2025-Q4")
    office.write("/admin/indicators/new", fields(indicator))
    draft = db.session.scalars(
        select(IndicatorValue).where(IndicatorValue.status == PublicationStatus.DRAFT)
    ).one()
    refused = office.send(f"/admin/indicators/{draft.id}")
    assert "2025年四季度的数值已经公示" in refused.body_text


def test_a_promise_is_found_by_its_words_and_its_state_follows_its_values(
    client, office, indicator
):
    db.session.commit()
    maintenance.rebuild()
    hits = client.get("/api/v1/search?q=酱油抽查&type=indicator").get_json()["hits"]
    assert [hit["url"].rpartition("/")[2] for hit in hits] == [indicator.code]
    assert client.get("/api/v1/search?q=酱油抽查&status=未达到").get_json()["total"] == 0
    office.write("/admin/indicators/new", fields(indicator))
    office.publish(f"/admin/indicators/{only_value().id}")
    outbox.drain()
    assert client.get("/api/v1/search?q=酱油抽查&status=未达到").get_json()["total"] == 1


def test_withdrawn_values_leave_the_series_and_the_state(client, office, indicator):
    value = make_value(indicator=indicator, source_bureau_id=office.bureau.id)
    office.withdraw(f"/admin/indicators/{value.id}", ground="other", reason="来源有误")
    text = client.get(f"/evaluation/targets/{indicator.code}").body_text
    assert "未报" in text
    assert "97.6%" not in text
