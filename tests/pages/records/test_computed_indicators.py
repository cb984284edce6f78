"""What the site computes of itself: each number with the count behind it and its rows."""

import csv
import io
from datetime import timedelta

import pytest

from app.kernel import clock
from app.matters.complaints.matter.rules.outcomes import Satisfaction
from app.matters.complaints.matter.rules.states import MatterStatus, MatterStep
from tests.support import factories
from tests.support.complaint_factories import make_deadline, make_matter, make_rating
from tests.support.record_factories import indicator
from tests.support.transactions import let_the_worker_count


def end(bureau, count, *, met=True, satisfaction=None):
    today = clock.today()
    for _ in range(count):
        matter = make_matter(
            bureau_id=bureau.id,
            status=MatterStatus.CLOSED,
            received_on=today,
            closed_on=today,
            met_deadline=met,
            working_days_taken=7,
            due_on=None,
        )
        if satisfaction:
            make_rating(matter_id=matter.id, satisfaction=satisfaction)


def rows(client, page):
    """What the link beside the newest number gives."""
    address = page.one("//tbody/tr[1]//a").get("href")
    data = client.get(address, buffered=True).data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(data)))


@pytest.fixture
def water(frozen_clock):
    return factories.make_bureau(name="试验水利局")


def test_the_rate_of_matters_in_time_can_be_counted_again_from_its_rows(client, water):
    end(water, 5)
    end(water, 1, met=False)
    page = client.get("/evaluation/targets/JS01")
    assert page.texts("//tbody/tr/th") == ["2026年1—3月"]
    assert "83.3%" in page.body_text
    assert "按期办结 5 件 ÷ 办结 6 件" in page.body_text
    found = rows(client, page)
    assert [row["计入分子"] for row in found].count("是") == 5
    assert len(found) == 6
    assert {row["部门"] for row in found} == {"试验水利局"}
    assert set(found[0]) == {"部门", "月份", "计入分子", "办结用时（工作日）"}, "nobody is named"


def test_one_or_two_matters_give_no_number_and_no_name_of_their_body(client, water):
    end(water, 2)
    assert "还没有公示的数值" in client.get("/evaluation/targets/JS01").body_text
    end(factories.make_bureau(name="试验农业局"), 3)
    end(factories.make_bureau(name="试验林业局"), 4)
    found = rows(client, client.get("/evaluation/targets/JS01"))
    # The total is known: two matters that stood alone among others would be told by it.
    assert sorted(row["部门"] for row in found) == ["其他部门"] * 5 + ["试验林业局"] * 4


def test_satisfaction_is_the_share_that_reporters_call_solved(client, water):
    end(water, 3, satisfaction=Satisfaction.SOLVED)
    end(water, 1, satisfaction=Satisfaction.PARTLY)
    end(water, 2)
    page = client.get("/evaluation/targets/JS03")
    assert "75%" in page.body_text
    assert len(rows(client, page)) == 4


def test_acceptance_counts_decisions_that_were_made(client, water):
    today = clock.today()
    for met_on in (today, today, today, None):
        matter = make_matter(bureau_id=water.id)
        make_deadline(matter_id=matter.id, step=MatterStep.ACCEPT, due_on=today, met_on=met_on)
    late = make_matter(bureau_id=water.id)
    make_deadline(
        matter_id=late.id, step=MatterStep.ACCEPT, due_on=today - timedelta(days=1), met_on=today
    )
    page = client.get("/evaluation/targets/JS02")
    assert "75%" in page.body_text
    assert len(rows(client, page)) == 4


def test_the_hundred_projects_are_counted_and_lead_to_their_list(client, frozen_clock):
    for _ in range(3):
        factories.make_project(year=2026)
    factories.make_project(year=2026, status="draft")
    assert indicator("ZD01").measure
    let_the_worker_count()
    page = client.get("/evaluation/targets/ZD01")
    assert "未达到" in page.body_text
    assert "公示的重点项目 3 项" in page.body_text
    assert "共 3 项" in client.get(page.one("//tbody/tr[1]//a").get("href")).body_text
    state = client.get("/evaluation/targets?q=ZD01").body_text
    assert "未达到" in state


def test_disclosure_in_time_leads_to_its_records(client, frozen_clock):
    for days in (1, 1, 40):
        day = clock.today() - timedelta(days=days)
        factories.make_case(decided_on=day, published_on=clock.today())
    let_the_worker_count()
    page = client.get("/evaluation/targets/JS04")
    assert "÷ 有期限的 3 条" in page.body_text
    assert len(rows(client, page)) == 3


def test_without_records_nothing_is_computed(client):
    for code in ("JS01", "JS02", "JS03", "JS04", "JS05"):
        assert "还没有公示的数值" in client.get(f"/evaluation/targets/{code}").body_text
