"""Which body gets a matter: by category, district and day."""

from dataclasses import replace
from datetime import date

import pytest

from app.matters.complaints.matter.reference import category_rows
from app.matters.complaints.routing.reference import rule_lines
from app.matters.complaints.routing.rules import RoutingLine, resolve
from app.people.reference import bureau_records, district_rows

TODAY = date(2026, 11, 24)
RULES = [replace(line, id=number) for number, line in enumerate(rule_lines(), start=1)]
BODIES = {record.code: record for record in bureau_records()}
DISTRICTS = [None, *(row["code"] for row in district_rows())]


@pytest.mark.parametrize("category", [row["code"] for row in category_rows()])
def test_each_category_in_each_district_reaches_a_body_in_office(category):
    for district in DISTRICTS:
        route = resolve(category, district, TODAY, RULES)
        body = BODIES[route.lead]

        assert route.rule_id is not None
        assert body.valid_until is None
        assert body.valid_from <= TODAY
        assert body.email
        assert body.district_code in {None, district}
        assert route.lead not in route.assisting


@pytest.mark.parametrize(
    ("category", "district", "lead"),
    [
        ("food-circulation", "330304", "ouhai-market-supervision"),
        ("food-circulation", None, "city-market-supervision"),
        ("food-farming", "330381", "ruian-agriculture"),
        ("product-export", "330382", "city-customs"),
        ("construction-transport", "330383", "longgang-housing"),
        ("integrity-conduct", "330304", "city-supervision"),
        ("other-education", "330302", "coordination-office"),
    ],
)
def test_the_competent_body_of_the_place_leads(category, district, lead):
    assert resolve(category, district, TODAY, RULES).lead == lead


@pytest.mark.parametrize("district", DISTRICTS)
def test_conduct_of_officials_never_goes_to_a_body_that_could_be_complained_of(district):
    route = resolve("integrity-conduct", district, TODAY, RULES)

    assert (route.lead, route.assisting) == ("city-supervision", ())


def test_the_body_of_the_day_answers():
    assert resolve("product-factory", "330304", date(2015, 6, 1), RULES).lead == "city-quality-2011"


def test_the_reason_names_the_rule_and_the_item_of_the_policy():
    because = resolve("food-circulation", "330304", TODAY, RULES).because

    assert because.startswith("分派规则第12条：食品流通环节由所在地市场监管部门主办")
    assert "职责分工第15项" in because


def test_without_a_rule_the_coordination_office_decides():
    route = resolve("unheard-of", "330304", TODAY, RULES)

    assert (route.lead, route.rule_id) == ("coordination-office", None)


def test_a_rule_for_the_district_goes_before_the_rule_for_the_city():
    city = RoutingLine(1, "R01/city", "x", None, "a", (), "", date(2020, 1, 1), None)
    district = RoutingLine(2, "R01/330304", "x", "330304", "b", (), "", date(2019, 1, 1), None)

    assert resolve("x", "330304", TODAY, [city, district]).lead == "b"
    assert resolve("x", "330302", TODAY, [city, district]).lead == "a"


def test_a_rule_ends_with_its_last_day():
    rule = RoutingLine(1, "R01/city", "x", None, "a", (), "", date(2020, 1, 1), date(2026, 4, 14))

    assert resolve("x", None, date(2026, 4, 14), [rule]).lead == "a"
    assert resolve("x", None, date(2026, 4, 15), [rule]).lead == "coordination-office"
