"""The evaluation page counts what the system knows, and keeps small numbers back."""

import json
from datetime import timedelta

from app.kernel import clock
from app.matters.complaints.matter.rules.states import ComplaintKind
from tests.support import factories
from tests.support.complaint_factories import end, make_matter, make_return


def row(page, name):
    return page.one(f"//tr[th[contains(., '{name}')]]").text_content()


def test_bodies_are_counted_with_rate_median_and_overdue(client, frozen_clock):
    bureau = factories.make_bureau(name="试验水利局")
    end(bureau, 9, met=True, days=4)
    end(bureau, 3, met=False, days=20)
    waiting = make_matter(bureau_id=bureau.id, received_on=clock.today())
    waiting.due_on = clock.today() - timedelta(days=1)
    page = client.get("/evaluation")
    cells = page.texts("//tr[th[contains(., '试验水利局')]]/td")
    assert cells == ["75.0%", "13", "12", "4.0", "4", "0"]
    assert "低于 95%" in row(page, "试验水利局")


def test_one_or_two_matters_are_not_shown(client, frozen_clock):
    bureau = factories.make_bureau(name="试验林业局")
    district = factories.make_district()
    end(bureau, 2, met=True, district=district.code)
    page = client.get("/evaluation")
    assert "试验林业局" not in page.body_text
    assert "另有" in page.body_text or "还没有办结满 3 件的部门" in page.body_text
    data = json.loads(client.get("/evaluation?format=json", buffered=True).data)
    assert [(item["ended"], item["rate"]) for item in data["items"]] == [(None, None)]
    assert "100.0%" not in page.body_text
    data = json.loads(client.get("/evaluation?format=json&table=districts", buffered=True).data)
    shown = next(item for item in data["items"] if item["code"] == district.code)
    assert shown["received"] is None
    assert shown["rate"] is None


def test_both_kinds_are_counted_apart_and_penalties_by_field(client, frozen_clock):
    for kind, count in ((ComplaintKind.COMPLAINT, 3), (ComplaintKind.VIOLATION_REPORT, 4)):
        for _ in range(count):
            make_matter(kind=kind, received_on=clock.today())
    assert "投诉 3，举报 4" in client.get("/evaluation").body_text
    factories.make_case(field="tax")
    factories.make_case(field="tax", status="withdrawn")
    assert "1" in row(client.get("/evaluation"), "税务")


def returned(body, *, given_to=None, days_late=0):
    due_on = clock.today() - timedelta(days=days_late)
    decided = {"decided_on": clock.today(), "decided_bureau_id": given_to.id} if given_to else {}
    make_return(make_matter(bureau=body), due_on=due_on, **decided)


def test_the_returns_of_each_body_are_public_with_what_became_of_them(client, frozen_clock):
    body, other = factories.make_bureau(name="试验渔业局"), factories.make_bureau()
    returned(body)
    returned(body, given_to=body)
    returned(body, given_to=other)
    returned(body, given_to=other, days_late=1)
    page = client.get("/evaluation")
    assert page.texts("//tr[th[contains(., '试验渔业局')]]/td") == ["4", "2", "1", "1"]
    assert "1 个工作日内决定的占 66.7%" in page.body_text
    data = json.loads(client.get("/evaluation?format=json&table=returns", buffered=True).data)
    assert data["items"] == [
        {"bureau": "试验渔业局", "returned": 4, "moved": 2, "kept": 1, "waiting": 1}
    ]
