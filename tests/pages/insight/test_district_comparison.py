"""The districts in two years side by side: as maps, table and file, small numbers kept back."""

import json
from datetime import date

import pytest

from app.kernel.db.session import db
from app.matters.complaints.matter.rules.states import MatterStatus
from tests.support import factories
from tests.support.complaint_factories import make_matter, make_submission

ADDRESS = "/evaluation/districts"


@pytest.fixture
def district(app, frozen_clock):
    return factories.make_district()


def ended(district, year, count, *, late=0):
    for place in range(count):
        make_matter(
            submission=make_submission(district_code=district.code),
            status=MatterStatus.CLOSED,
            received_on=date(year, 2, 1),
            closed_on=date(year, 3, 1),
            met_deadline=place >= late,
            working_days_taken=5,
            due_on=None,
        )


def cells(page, district):
    return page.texts(f"//tr[th[.='{district.name}']]/td")


def test_of_a_year_before_the_site_nothing_is_known(client, district):
    ended(district, 2026, 4)
    page = client.get(f"{ADDRESS}?of=received")
    assert cells(page, district) == ["—", "4", "—"]
    assert "2025 年本平台还没有登记投诉举报" in page.body_text


def tiles(page, district):
    """What the tiles of the two maps say of the district."""
    return page.texts(f"//*[local-name()='text'][.='{district.name[:-1]}']/following-sibling::*[1]")


def test_a_year_stands_beside_the_year_before_with_the_change(client, district):
    ended(district, 2025, 4, late=1)
    ended(district, 2026, 4)
    page = client.get(ADDRESS)
    assert cells(page, district) == ["75.0%", "100.0%", "+25.0 个百分点"]
    assert page.texts("//h3") == ["2025 年", "2026 年"]
    assert page.texts("//*[local-name()='svg'][@role='img']/*[local-name()='title']") == [
        "2025 年各县（市、区）按期办结率方格图",
        "2026 年各县（市、区）按期办结率方格图",
    ]


def test_another_measure_and_another_year_can_be_chosen(client, district):
    ended(district, 2024, 3)
    ended(district, 2025, 5)
    page = client.get(f"{ADDRESS}?of=received&year=2025")
    assert cells(page, district) == ["3", "5", "+2"]
    assert client.get(f"{ADDRESS}?of=weather").status_code == 400


def test_one_or_two_matters_are_told_in_no_year_and_neither_is_the_change(client, district):
    ended(district, 2025, 2)
    ended(district, 2026, 6)
    page = client.get(f"{ADDRESS}?of=received")
    assert cells(page, district) == ["不公布", "6", "—"]
    data = json.loads(client.get(f"{ADDRESS}?of=received&format=json", buffered=True).data)
    row = next(one for one in data["items"] if one["code"] == district.code)
    assert (row["before"], row["now"], row["change"]) == (None, 6, None)


def test_each_tile_says_its_number_so_that_no_colour_is_needed(client, district):
    ended(district, 2025, 4)
    assert tiles(client.get(f"{ADDRESS}?of=ended"), district) == ["4", "0"]


def test_the_page_costs_the_same_at_any_size(client, district, count_statements):
    ended(district, 2026, 1)
    db.session.commit()
    client.get(ADDRESS)
    ended(district, 2026, 5)
    ended(district, 2025, 5)
    db.session.commit()
    client.get(f"{ADDRESS}?of=ended")
    with count_statements() as counted:
        client.get(f"{ADDRESS}?of=received")
    assert len(counted) <= 8, str(counted)
