"""What is late today is told by body, computed from the clocks; small numbers are kept back."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db.session import db
from app.matters.complaints.clocks.services import timing
from app.matters.complaints.handling.services import handling
from app.matters.complaints.matter.models.matters import Matter
from app.matters.complaints.matter.rules.states import MatterStatus, PauseReason
from tests.support import factories
from tests.support.complaint_factories import make_matter, paper
from tests.support.transactions import let_the_worker_count

pytestmark = pytest.mark.usefixtures("frozen_clock")

OVERDUE = "/evaluation/overdue"


def late_matters(bureau, count, *, days=8, **changes):
    for _ in range(count):
        matter = make_matter(bureau=bureau, **changes)
        matter.due_on = clock.today() - timedelta(days=days)
    db.session.flush()


def cells(client, name):
    return client.get(OVERDUE).texts(f"//tr[th='{name}']/td")


def exported(client):
    return json.loads(client.get(f"{OVERDUE}?format=json", buffered=True).data)["items"]


def test_late_matters_are_told_by_body_whatever_their_year(client):
    bureau = factories.make_bureau(name="试验水利局")
    late_matters(bureau, 2, received_on=clock.today() - timedelta(days=300))
    late_matters(bureau, 1, days=3)
    late_matters(bureau, 1, status=MatterStatus.CLOSED)
    make_matter(bureau=bureau)
    assert cells(client, "试验水利局") == ["3 件", "2026-02-24"]
    assert exported(client) == [{"bureau": "试验水利局", "overdue": 3, "since": "2026-02-24"}]


def test_one_or_two_are_told_without_number_and_date_of_whatever_year(client):
    late_matters(factories.make_bureau(name="试验林业局"), 2)
    assert cells(client, "试验林业局") == ["不公布", "—"]
    assert exported(client) == [{"bureau": "试验林业局", "overdue": None, "since": None}]
    bureau = factories.make_bureau(name="试验渔业局")
    late_matters(bureau, 2, received_on=clock.today() - timedelta(days=300))
    assert cells(client, "试验渔业局") == ["不公布", "—"]


def test_a_clock_that_stands_still_is_not_late_and_the_last_day_is_in_time(client, frozen_clock):
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
    late_matters(bureau, 3, days=0)
    assert "现在没有逾期的事项" in client.get(OVERDUE).body_text


def test_what_is_summed_turns_late_at_midnight_and_not_before(client, frozen_clock):
    bureau = factories.make_bureau(name="试验水利局")
    late_matters(bureau, 3, days=0)
    late_matters(bureau, 1, days=-1)
    let_the_worker_count()
    assert "现在没有逾期的事项" in client.get(OVERDUE).body_text
    frozen_clock.shift(timedelta(days=1))
    assert cells(client, "试验水利局") == ["3 件", "2026-03-04"]
    frozen_clock.shift(timedelta(days=1))
    assert cells(client, "试验水利局") == ["4 件", "2026-03-04"]


def test_a_matter_that_is_given_more_time_is_late_no_more_before_the_worker_comes(client):
    bureau = factories.make_bureau(name="试验水利局")
    late_matters(bureau, 1, days=20)
    late_matters(bureau, 3)
    let_the_worker_count()
    assert cells(client, "试验水利局") == ["4 件", "2026-02-12"]
    longest = db.session.scalars(select(Matter).order_by(Matter.due_on)).first()
    longest.due_on = clock.today()
    db.session.commit()
    assert cells(client, "试验水利局") == ["3 件", "2026-02-24"]


def test_bodies_without_number_come_last_in_an_order_that_tells_nothing(client):
    for name, count in (("乙局", 2), ("甲局", 1), ("丁局", 3), ("丙局", 4)):
        late_matters(factories.make_bureau(name=name), count)
    assert client.get(OVERDUE).texts("//tbody//th") == ["丙局", "丁局", "乙局", "甲局"]
