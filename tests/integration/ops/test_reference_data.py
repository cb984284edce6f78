"""``flask setup``: the bodies of the policy, their successors, categories, routing, calendar."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from app.kernel import clock
from app.kernel.db import calendar
from app.kernel.db.session import db
from app.kernel.working_days import add_working_days
from app.matters.complaints.matter.models.clocks import ComplaintCategory, DeadlineRule
from app.matters.complaints.routing import reference as complaints_reference
from app.matters.complaints.routing.models import RoutingRule
from app.people import reference as accounts_reference
from app.people.models import Bureau, BureauSuccession, District

ITEMS_OF_THE_POLICY = {
    **dict.fromkeys(range(1, 21), 1),
    7: 2,
    15: 6,
    16: 2,
    19: 2,
}


def bureau(code: str) -> Bureau:
    return db.session.scalars(select(Bureau).where(Bureau.code == code)).one()


def test_the_28_bodies_of_the_policy_are_there_under_their_items(app: Flask) -> None:
    named = list(
        db.session.scalars(
            select(Bureau).where(Bureau.policy_item.is_not(None), Bureau.district_code.is_(None))
        )
    )
    counts = {item: sum(1 for one in named if one.policy_item == item) for item in range(1, 21)}
    assert len(named) == 28
    assert counts == ITEMS_OF_THE_POLICY
    assert all(one.duties for one in named)


def test_there_is_one_coordination_office(app: Flask) -> None:
    offices = list(db.session.scalars(select(Bureau).where(Bureau.is_coordination_office)))
    assert [office.code for office in offices] == ["coordination-office"]


@pytest.mark.parametrize(
    ("predecessor", "successor", "on"),
    [
        ("city-quality-2011", "city-market-supervision", date(2019, 1, 1)),
        ("city-commerce-industry-2011", "city-market-supervision", date(2019, 1, 1)),
        ("city-local-tax-2011", "city-tax", date(2018, 7, 5)),
        ("city-inspection-2011", "city-customs", date(2018, 4, 20)),
        ("city-ecology-2011", "city-ecology", date(2019, 1, 1)),
    ],
)
def test_reforms_are_dated(app: Flask, predecessor: str, successor: str, on: date) -> None:
    found = db.session.scalars(
        select(BureauSuccession).where(
            BureauSuccession.predecessor_id == bureau(predecessor).id,
            BureauSuccession.successor_id == bureau(successor).id,
        )
    ).one()
    assert found.on == on == bureau(successor).valid_from


def test_each_body_that_ended_has_a_successor_from_the_next_day(app: Flask) -> None:
    ended = db.session.scalars(select(Bureau).where(Bureau.valid_until.is_not(None)))
    followed = {row.predecessor_id: row.on for row in db.session.scalars(select(BureauSuccession))}
    for one in ended:
        assert one.valid_until is not None
        assert (followed[one.id] - one.valid_until).days == 1, one.name


def test_the_twelve_districts_know_their_former_codes(app: Flask) -> None:
    districts = {one.code: one for one in db.session.scalars(select(District))}
    assert len(districts) == 12
    assert districts["330305"].former_codes[0]["code"] == "330322"
    assert districts["330383"].former_codes[0]["code"] == "330327"
    assert "瓯江口" in districts["330305"].aliases


def test_no_two_living_bodies_share_a_name(app: Flask) -> None:
    names = list(db.session.scalars(select(Bureau.name).where(Bureau.valid_until.is_(None))))
    assert len(names) == len(set(names))


def test_each_rule_of_today_leads_to_a_living_body_with_a_contact(app: Flask) -> None:
    today = clock.today()
    rules = db.session.scalars(select(RoutingRule).where(RoutingRule.valid_until.is_(None)))
    for rule in rules:
        body = rule.lead_bureau
        assert body.email, rule.code
        assert body.phone, rule.code
        assert body.valid_from <= today, rule.code
        assert body.valid_until is None, rule.code
        assert rule.district_code in {None, body.district_code} or body.district_code is None


def test_each_category_has_a_rule_and_says_what_belongs_there(app: Flask) -> None:
    routed = set(db.session.scalars(select(RoutingRule.category_code)))
    for category in db.session.scalars(select(ComplaintCategory)):
        assert category.code in routed
        assert category.scope
        assert category.is_in_scope or category.pointer


def test_the_law_changes_the_time_for_mediation(app: Flask) -> None:
    rules = {rule.code: rule for rule in db.session.scalars(select(DeadlineRule))}
    assert rules["complaint-mediate-20"].valid_until == date(2026, 4, 14)
    assert rules["complaint-mediate-121"].valid_from == date(2026, 4, 15)
    assert (rules["complaint-mediate-20"].days, rules["complaint-mediate-121"].days) == (45, 60)


def test_the_calendar_in_the_table_knows_holidays(app: Flask) -> None:
    assert add_working_days(date(2026, 9, 30), 1, calendar.city_calendar()) == date(2026, 10, 8)


def test_an_administrators_correction_of_the_calendar_outlives_setup(app: Flask) -> None:
    day = db.session.get_one(calendar.CalendarDay, date(2026, 10, 8 - 1))
    day.is_working, day.source = True, "administrator"
    assert calendar.load_calendar([2026]).changed == 0
    assert day.is_working


def test_loading_twice_changes_nothing(app: Flask) -> None:
    again = [
        *accounts_reference.load_reference_data(),
        *complaints_reference.load_reference_data(),
        calendar.load_reference_data(),
    ]
    assert [(one.added, one.changed) for one in again] == [(0, 0)] * len(again)


def test_a_changed_row_follows_the_file_again_but_keeps_its_contact(app: Flask) -> None:
    body = bureau("city-market-supervision")
    body.name, body.email = "旧名称", "real@example.org"
    loaded = accounts_reference.load_reference_data()
    assert sum(one.changed for one in loaded) == 1
    assert body.name == "温州市市场监督管理局"
    assert body.email == "real@example.org"


def test_a_rule_follows_the_file_again(app: Flask) -> None:
    rule = db.session.scalars(select(RoutingRule).where(RoutingRule.code == "R12/330304")).one()
    rule.lead_bureau_id = bureau("city-tax").id
    rule.assistants = []
    loaded = complaints_reference.load_reference_data()
    assert sum(one.changed for one in loaded) == 1
    assert rule.lead_bureau_id == bureau("ouhai-market-supervision").id
    assert [one.code for one in rule.assistants] == ["city-market-supervision"]


def test_setup_tells_what_it_did(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["setup"])
    assert result.exit_code == 0
    assert "bureaus" in result.output
    assert "0 added, 0 changed" in result.output
