"""What is kept wrongly is found by a check, and what a change costs looks at no other records."""

import pytest
from sqlalchemy import event, select, text, update

from app.insight.evaluation.queries.handling import evaluation, late_now
from app.kernel.aggregates import services
from app.kernel.aggregates.models import Aggregate, CountedItem
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.jobs import queries as jobs_queries
from app.matters.complaints.matter.models.matters import Matter
from app.publishing.life.rules import PublicationStatus
from app.records.cases.models import Case
from tests.support import factories
from tests.support.complaint_factories import end, make_matter, make_rating, make_return
from tests.support.transactions import let_the_worker_count


def test_the_check_tells_what_is_kept_wrongly_and_a_recount_mends_it(runner, frozen_clock):
    body = factories.make_bureau()
    end(body, 3, met=True)
    let_the_worker_count()
    assert runner.invoke(args=["aggregates", "check"]).output == "0 differences found\n"
    wrong = update(Aggregate).where(Aggregate.scope == "bureau/2026", Aggregate.part != "")
    db.session.execute(wrong.values(content={}))
    db.session.commit()
    checked = runner.invoke(args=["aggregates", "check"])
    assert checked.exit_code == 1
    assert checked.output == f"handling bureau/2026 {body.id}\n1 differences found\n"
    assert runner.invoke(args=["aggregates", "recount"]).exit_code == 0
    assert runner.invoke(args=["aggregates", "check"]).exit_code == 0


def test_the_check_finds_an_item_of_which_something_else_was_counted(app, frozen_clock):
    matter = make_matter()
    let_the_worker_count()
    wrong = update(CountedItem).where(CountedItem.kind == "handling", CountedItem.item == matter.id)
    db.session.execute(wrong.values(facts=[]))
    db.session.commit()
    assert services.check() == [("handling", "item", str(matter.id))]
    services.recount()
    assert services.check() == []


def test_the_check_finds_no_fault_in_what_is_to_begin_anew(app, frozen_clock):
    factories.make_case()
    let_the_worker_count()
    db.session.execute(update(Case).values(status=PublicationStatus.WITHDRAWN))
    db.session.commit()
    assert services.check() == []
    let_the_worker_count()
    assert services.check() == []


GROWING = (
    "matters",
    "submissions",
    "matter_deadlines",
    "matter_returns",
    "ratings",
    "reviews",
    "closing_checks",
    "case_disclosures",
    "counted_items",
)
"""Tables that are as long as the records are many."""


@pytest.fixture
def change(app, frozen_clock):
    """A matter that was given back and rated, a penalty that was found: committed, not counted."""
    body = factories.make_bureau()
    end(body, 3, met=True)
    matter, case = db.session.scalars(select(Matter)).first(), factories.make_case()
    make_return(matter)
    let_the_worker_count()

    def happen():
        matter.working_days_taken, case.fine_cents = 9, 100
        make_rating(matter_id=matter.id)
        db.session.commit()

    return happen


def plans(act):
    """How the database answers each statement of ``act``: the lines of all plans."""
    asked = []

    def note(_connection, _cursor, statement, parameters, _context, is_many):
        parameters = parameters[0] if is_many else parameters
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    is_postgresql = db.engine.dialect.name == "postgresql"
    if is_postgresql:  # a table of three rows is read whole, were it not forbidden
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    explain = "EXPLAIN" if is_postgresql else "EXPLAIN QUERY PLAN"
    lines = []
    for statement, parameters in asked:
        plan = db.session.connection().exec_driver_sql(f"{explain} {statement}", parameters)
        lines += [str(row[-1]) for row in plan]
    db.session.rollback()
    assert any("matters" in line for line in lines)
    return lines


def reads_whole(line):
    """Whether a line of a plan says that all rows of a growing table are looked at."""
    words = line.split()
    where = {"SCAN": 1, "Seq": words.index("on") + 1 if "on" in words else 0}.get(
        words[1] if words[:1] == ["->"] else words[0]
    )
    return where is not None and words[where] in GROWING


def test_the_worker_looks_at_nothing_but_what_has_changed(change):
    change()
    assert [line for line in plans(outbox.drain) if reads_whole(line)] == []
    assert services.check() == []


def test_a_page_looks_at_nothing_but_what_waits(change):
    change()
    assert jobs_queries.waiting()
    found = plans(lambda: (evaluation(2026), late_now()))
    assert [line for line in found if reads_whole(line) and "min" not in line] == []


def test_a_plan_that_reads_all_is_found(change):
    change()
    everything = text("SELECT * FROM matters WHERE working_days_taken > 3")
    assert any(map(reads_whole, plans(lambda: db.session.execute(everything).all())))
