"""However many records there are: what a change costs looks at none beside those that changed."""

import pytest
from sqlalchemy import event, select, text

from app.insight.evaluation.queries.handling import evaluation
from app.insight.evaluation.queries.overdue import late_now
from app.kernel.aggregates import services
from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.matters.complaints.matter.models.matters import Matter
from tests.support import factories
from tests.support.complaint_factories import end, make_rating, make_return

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
    db.session.commit()
    while outbox.drain():
        pass
    services.tend()

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
    assert outbox.waiting()
    found = plans(lambda: (evaluation(2026), late_now()))
    assert [line for line in found if reads_whole(line) and "min" not in line] == []


def test_a_plan_that_reads_all_is_found(change):
    change()
    everything = text("SELECT * FROM matters WHERE working_days_taken > 3")
    assert any(map(reads_whole, plans(lambda: db.session.execute(everything).all())))
