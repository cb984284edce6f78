"""What is late today is told by body, computed from the clocks; small numbers are kept back."""

import json
from datetime import timedelta

import pytest

from app.complaints.rules import MatterStatus, PauseReason
from app.complaints.services import handling, timing
from app.core import clock
from app.core.db import db
from tests.support import factories
from tests.support.complaint_factories import make_matter, paper

pytestmark = pytest.mark.usefixtures("frozen_clock")

OVERDUE = "/evaluation/overdue"


def late_matters(bureau, count, *, days=8, **changes):
    for _ in range(count):
        matter = make_matter(bureau=bureau, **changes)
        matter.due_on = clock.today() - timedelta(days=days)
    db.session.flush()


def told(client, name):
    return client.get(OVERDUE).texts(f"//tr[th='{name}']/td")


def exported(client):
    return json.loads(client.get(f"{OVERDUE}?format=json", buffered=True).data)["items"]


def test_late_matters_are_told_by_body_whatever_their_year(client):
    bureau = factories.make_bureau(name="试验水利局")
    late_matters(bureau, 2, received_on=clock.today() - timedelta(days=300))
    late_matters(bureau, 1, days=3)
    late_matters(bureau, 1, status=MatterStatus.CLOSED)
    make_matter(bureau=bureau)
    assert told(client, "试验水利局") == ["3 件", "2026-02-24"]
    assert exported(client) == [{"bureau": "试验水利局", "overdue": 3, "since": "2026-02-24"}]


def test_one_or_two_are_told_without_number_and_date(client):
    late_matters(factories.make_bureau(name="试验林业局"), 2)
    assert told(client, "试验林业局") == ["不公布", "—"]
    assert exported(client) == [{"bureau": "试验林业局", "overdue": None, "since": None}]


def test_the_last_day_itself_is_in_time(client):
    late_matters(factories.make_bureau(name="试验水利局"), 3, days=0)
    assert "现在没有逾期的事项" in client.get(OVERDUE).body_text


def test_a_clock_that_stands_still_is_not_late(client, frozen_clock):
    bureau = factories.make_bureau(name="试验水利局")
    staff = factories.make_staff(bureau=bureau)
    matter = make_matter(bureau=bureau)
    handling.accept_matter(matter=matter, staff=staff)
    timing.pause_matter(
        matter=matter,
        staff=staff,
        pause_reason=PauseReason.TEST,
        document="委托书温试检3号",
        paper=paper(),
    )
    frozen_clock.shift(timedelta(days=60))
    assert "现在没有逾期的事项" in client.get(OVERDUE).body_text


def test_the_page_costs_the_same_statements_at_any_size(client, count_statements):
    late_matters(factories.make_bureau(), 1)
    client.get(OVERDUE)
    with count_statements() as few:
        client.get(OVERDUE)
    for _ in range(8):
        late_matters(factories.make_bureau(), 3)
    db.session.commit()
    with count_statements() as many:
        client.get(OVERDUE)
    assert len(many) == len(few) <= 7
