"""Each example alert fires when what it tells of goes wrong, and is quiet again when it is well."""

import pytest

from tests.support.alert_faults import FAULTS, SEEN_BY_PROMETHEUS, make_well, rules
from tests.support.scrapes import Scrape

pytestmark = pytest.mark.trust(43)


@pytest.fixture
def well(app):
    make_well(app)
    return app


def test_each_rule_has_a_fault_by_which_it_was_seen_to_fire():
    assert {rule.name for rule in rules()} == {*FAULTS, SEEN_BY_PROMETHEUS}


def test_each_value_that_a_rule_asks_for_is_given_out(well, client):
    for fault in FAULTS.values():
        with fault(well):
            pass
    given = Scrape.of(well).names
    assert not {name for rule in rules() for name in rule.metrics} - given


@pytest.mark.parametrize(
    "rule", [each for each in rules() if each.name in FAULTS], ids=lambda rule: rule.name
)
def test_a_rule_fires_for_its_fault_and_clears(well, rule):
    before = Scrape.of(well)
    assert not rule.holds(before, Scrape.of(well))
    with FAULTS[rule.name](well):
        assert rule.holds(before, Scrape.of(well))
    after = Scrape.of(well)
    assert not rule.holds(after, Scrape.of(well))
