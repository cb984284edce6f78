"""What the pages of the evaluation cost: the same few statements for any number of records."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from app.kernel import clock
from app.kernel.aggregates.kinds import summed
from app.kernel.aggregates.models import Aggregate
from app.kernel.db import cache
from app.kernel.db.session import db
from app.kernel.jobs import queries as jobs_queries
from tests.support import factories
from tests.support.complaint_factories import end
from tests.support.record_factories import make_honour, make_inspection
from tests.support.transactions import let_the_worker_count

PAGES = (
    "/evaluation",
    "/evaluation/wall",
    "/evaluation/targets",
    "/evaluation/handling",
    "/evaluation/handling?by=month",
    "/evaluation/overdue",
    "/evaluation/targets/CP02",
    "/evaluation/targets/JS01",
)
REMEMBERED = (
    "/evaluation/bodies",
    "/evaluation/pass-rates",
    "/evaluation/districts",
    "/evaluation/targets/values",
    "/evaluation/targets/JS04",
    "/evaluation/monthly",
    "/",
)
"""What these tell is counted by a process that has just been started, and then remembered."""
SUMS = ("/evaluation", "/evaluation/wall", "/evaluation/handling")
MOST = 8
ROWS = ("FROM matters", "matter_deadlines", "inspections", "honours", "survey_results")
"""What is looked up in these grows with them; the pages look at what is kept."""


def make_a_record_of_each_kind():
    factories.make_case()
    factories.make_project()
    make_inspection()
    make_honour()


def grow():
    for _ in range(3):
        end(factories.make_bureau(), 3, met=True)
        make_a_record_of_each_kind()
    let_the_worker_count()


@pytest.fixture
def cost(app, client, count_statements):
    """Statements of a page in a process that has just been started, and of the next request."""

    def ask(address):
        cache.init_app(app)
        costs = []
        for _ in range(2):
            with count_statements() as counted:
                client.get(address)
            costs.append(counted)
        return costs

    return ask


@pytest.fixture
def grown(cost, frozen_clock):
    """There are records of each kind, made once for all the pages that a test asks for."""
    grow()


def cost_few(cost, addresses):
    """None of these pages costs more than any may."""
    for address in addresses:
        for counted in cost(address):
            assert len(counted) <= MOST, f"{address}: {counted}"


def test_a_page_costs_few_statements_at_any_size_and_reads_no_records_of_the_past(cost, grown):
    few = {address: cost(address) for address in PAGES}
    grow()
    grow()
    for address, costs in few.items():
        for before, after in zip(costs, cost(address), strict=True):
            assert len(before) == len(after) <= MOST, f"{address}: {after}"
    cost_few(cost, REMEMBERED)
    for address in [*PAGES[:4], "/evaluation/overdue"]:
        for counted in cost(address):
            read = [one for one in counted.statements for row in ROWS if row in one]
            assert [one for one in read if "min(matters.received_on)" not in one] == [], address


def test_a_change_that_nobody_has_counted_costs_one_statement_more(cost, grown):
    costs = {address: cost(address)[0] for address in SUMS}
    cost("/")
    end(factories.make_bureau(), 3, met=True)
    db.session.commit()
    for address, before in costs.items():
        changed, _ = cost(address)
        assert len(changed) == len(before) + 1 <= MOST, f"{address}: {changed}"
    home = cost("/")[1]
    assert len(home) <= MOST, str(home)
    assert not any("met_deadline" in one and "GROUP BY" in one for one in home.statements)
    make_a_record_of_each_kind()
    db.session.commit()
    assert jobs_queries.waiting()
    cost_few(cost, [*PAGES, *REMEMBERED[:-1]])


def test_no_page_costs_more_as_a_day_begins_or_where_nothing_was_summed_yet(
    cost, grown, frozen_clock
):
    frozen_clock.move_to(clock.day_start(clock.today() + clock.ONE_DAY) + timedelta(seconds=30))
    cost_few(cost, [*PAGES, *REMEMBERED])
    db.session.execute(delete(Aggregate).where(Aggregate.kind.in_([*summed()])))
    db.session.commit()
    cost_few(cost, SUMS)
