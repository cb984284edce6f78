"""How long a penalty is published follows the rule of the day of its decision."""

from datetime import date

import pytest

from app.publishing.life.rules import Period
from app.records.cases.periods import add_months, period_rule
from app.records.cases.rules import Severity


@pytest.mark.parametrize(
    ("severity", "repair_from", "last_day"),
    [
        (Severity.MINOR, date(2026, 5, 31), date(2026, 8, 30)),
        (Severity.ORDINARY, date(2026, 8, 31), date(2027, 5, 30)),
        (Severity.SERIOUS, date(2027, 5, 31), date(2029, 5, 30)),
    ],
)
def test_periods_of_the_rule_in_force_since_april_2026(severity, repair_from, last_day):
    rule = period_rule(severity, date(2026, 5, 31))
    assert rule.repair_from(date(2026, 5, 31)) == repair_from
    assert rule.last_day(date(2026, 5, 31)) == last_day
    assert "第36号" in rule.basis


def test_an_earlier_decision_keeps_the_rule_of_its_day():
    assert "第58号" in period_rule(Severity.SERIOUS, date(2026, 3, 31)).basis


def test_a_month_without_that_day_ends_earlier():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)


def test_a_period_says_how_much_of_it_has_passed():
    period = Period(date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 6))
    assert [period.share(date(2026, 1, day)) for day in (1, 6, 31)] == [0, 50.0, 100]
    assert not period.repairable(date(2026, 1, 5))
