"""What the policy wants to be covered by badges, held against totals that bodies report."""

from datetime import timedelta

import pytest

from app.kernel import clock
from app.kernel.db.session import db
from app.publishing.life.rules import PublicationStatus
from app.records.creation.rules import CreationKind
from tests.support.creation_factories import make_badge
from tests.support.factories import make_district
from tests.support.record_factories import indicator, make_value
from tests.support.transactions import let_the_worker_count

TOWNS, PROMISE = "CJ01", "/evaluation/targets/JC02"


@pytest.fixture
def towns(app, frozen_clock):
    """Five towns with badges, one of them with two, and one whose badge has ended."""
    for number in range(5):
        make_badge(kind=CreationKind.TOWN, applicant=f"试验{number}镇")
    make_badge(kind=CreationKind.TOWN, applicant="试验0镇")
    ended = clock.today() - timedelta(days=1)
    make_badge(kind=CreationKind.TOWN, applicant="试验9镇", valid_until=ended)


def total(value, **changes):
    about = {"indicator_id": indicator(TOWNS).id, "period": "2025", "source": "行政区划统计"}
    return make_value(**{**about, **changes}, value=value)


def standing(client):
    """What the page of badges says of towns."""
    return " ".join(
        client.get("/creation").one("//div[dt[starts-with(.,'质量强镇')]]").text_content().split()
    )


def test_without_a_total_there_is_no_share_and_the_promise_is_unreported(client, towns):
    assert "5 个，总数未报" in standing(client)
    assert "未报" in standing(client)
    assert "%，" not in standing(client)
    assert "最近一期" not in client.get(PROMISE).body_text


def test_the_share_is_of_the_newest_published_total_with_its_source(client, towns):
    total("8", period="2024")
    total("10")
    total("100", period="2026-01", status=PublicationStatus.DRAFT)
    assert "5 / 10 个" in standing(client)
    assert "50.0%，达到" in standing(client)
    let_the_worker_count()
    page = client.get(PROMISE).body_text
    assert "持牌 5 个 ÷ 共 10 个（行政区划统计，2025年）" in page
    assert "50%" in page


def test_a_new_total_is_seen_at_once_and_one_of_nought_gives_no_share(client, towns):
    made = total("10", period="2024")
    assert "达到" in standing(client)
    total("11")
    assert "45.5%，未达到" in standing(client)
    total("20", period="2026-01")
    assert "25.0%，未达到" in standing(client)
    total("0", period="2026-02")
    assert "总数未报" in standing(client)
    assert made.value == "10"


def test_a_kind_nobody_ever_applied_for_is_unreported_though_its_total_is_known(client, app):
    total("10")
    assert "未报" in standing(client)
    assert "0.0%" not in standing(client)


def test_totals_stand_with_the_promises_and_may_be_unreported(client, app):
    make_district()
    total("185")
    db.session.commit()
    rows = client.get("/evaluation/targets").texts("//section[@aria-labelledby='totals']//li")
    assert [("185" in row, "未报" in row) for row in rows] == [
        (True, False),
        (False, True),
        (False, True),
    ]
