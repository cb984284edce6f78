"""What is kept equals what the rows come to, whatever happened, in whatever order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from app.insight.evaluation.queries.handling import evaluation
from app.kernel import clock
from app.kernel.aggregates import queries, services, summing
from app.kernel.aggregates.kinds import kinds
from app.kernel.aggregates.kinds import summed as kinds_summed
from app.kernel.aggregates.models import Aggregate
from app.kernel.db.session import db
from app.kernel.imports.saving import insert_rows, see_again, update_rows
from app.kernel.jobs import outbox
from app.kernel.jobs import queries as jobs_queries
from app.kernel.jobs.models import OutboxMessage
from app.matters.complaints.matter.rules.outcomes import Satisfaction
from app.records.cases.models import Case
from app.records.indicators.models import Indicator
from app.records.indicators.queries.values import computed
from tests.support import factories
from tests.support.complaint_factories import end, make_matter, make_rating
from tests.support.histories import History
from tests.support.pages import get, is_cached, warm, write
from tests.support.transactions import let_the_worker_count

ACTS = 30


def drain():
    db.session.commit()
    while outbox.drain():
        pass


def shown():
    """What pages read of everything, and what the rows come to."""
    read, rows = {}, {}
    for name, kind in {**kinds(), **kinds_summed()}.items():
        scopes = list(kind.scopes())
        for (_, scope), sheet in queries.current_counts({name: scopes}).items():
            read[name, scope] = without_empty(sheet.parts)
        for scope, parts in kind.count(dict.fromkeys(scopes)).items():
            rows[name, scope] = without_empty(parts)
    return read, rows


def without_empty(parts):
    return {part: content for part, content in parts.items() if content}


@pytest.mark.parametrize("seed", range(2))
def test_kept_numbers_equal_a_count_of_the_rows_after_any_history(app, frozen_clock, seed):
    history, acts = History(seed), []
    services.recount()
    for number in range(ACTS):
        acts.append(history.act())
        db.session.flush()
        if history.random.random() < 0.6:
            db.session.commit()
        if history.random.random() < 0.2:
            drain()
        if history.random.random() < 0.2:
            services.tend()
        if history.random.random() < 0.05:
            frozen_clock.shift(timedelta(days=1))
        if number % 2:
            assert services.check() == [], acts
    read, rows = shown()
    assert read == rows, acts
    let_the_worker_count()
    assert [*services.lacking()] == []
    assert shown() == (rows, rows)
    assert services.check() == []


def test_a_change_names_only_what_it_touches_and_once(app, frozen_clock):
    matter, other = (make_matter(received_on=clock.today()) for _ in range(2))
    drain()
    matter.met_deadline = True
    db.session.flush()
    matter.working_days_taken = 3
    make_rating(matter_id=matter.id, satisfaction=Satisfaction.SOLVED)
    db.session.commit()
    assert messages() == [{"items": [["handling", matter.id, matter.id]]}]
    other.submission.district_code = factories.make_district("330381").code
    db.session.commit()
    assert messages()[1:] == [{"items": [["handling", other.id, other.id]]}]
    matter.handler_id = factories.make_staff(bureau=matter.bureau).id
    db.session.commit()
    assert len(messages()) == 2, "who handles a matter is counted nowhere"


def test_records_written_in_bulk_are_named_by_their_numbers(app, frozen_clock):
    old = [factories.make_case() for _ in range(2)]
    let_the_worker_count()
    names = ("title", "party_name", "party_kind", "violation", "content", "deciding_body")
    row = {name: getattr(old[0], name) for name in (*names, "status", "published_on", "decided_on")}
    rows = [{**row, "source_key": f"key {number}"} for number in range(3)]
    new = insert_rows(Case, rows)
    db.session.commit()
    update_rows(Case, [{"id": old[0].id, "fine_cents": 500}])
    update_rows(Case, [{"id": old[1].id, "title": "某公司虚假宣传案"}])
    see_again(Case, new)
    db.session.commit()
    items = [one for message in messages() for one in message.get("items", ())]
    mine = [span for kind, *span in items if kind == "cases"]
    assert mine == [[new[0], new[-1]], [old[0].id, old[0].id]]
    assert services.check() == []
    assert sum(case.count for case in evaluation(2026).cases) == 5


def messages():
    """What waits for the worker, of sums and of counts."""
    waiting = select(OutboxMessage.payload).where(
        OutboxMessage.topic == "aggregates", OutboxMessage.done_at.is_(None)
    )
    return list(db.session.scalars(waiting.order_by(OutboxMessage.id)))


def test_pages_are_right_while_no_worker_runs(app, frozen_clock):
    body = factories.make_bureau()
    services.recount()
    end(body, 4, met=True)
    db.session.commit()
    assert evaluation(2026).whole.ended == 4
    assert jobs_queries.waiting()


def test_what_failed_for_good_is_counted_by_the_page(app, frozen_clock):
    end(factories.make_bureau(), 4, met=True)
    db.session.commit()
    db.session.execute(update(OutboxMessage).values(dead_at=clock.now()))
    assert evaluation(2026).whole.ended == 4


def test_a_record_counts_from_its_first_day_to_its_last_without_a_worker(app, frozen_clock):
    today = clock.today()
    factories.make_case(
        published_on=today + timedelta(days=1), publish_until=today + timedelta(days=2)
    )
    let_the_worker_count()
    counts = []
    for _ in range(4):
        counts.append(sum(case.count for case in evaluation(2026).cases))
        frozen_clock.shift(timedelta(days=1))
    assert counts == [0, 1, 1, 0]


def test_a_matter_is_late_from_the_day_after_its_time_without_a_count(
    app, frozen_clock, count_statements
):
    for _ in range(3):
        make_matter(received_on=clock.today()).due_on = clock.today()
    let_the_worker_count()
    late = []
    for _ in range(2):
        with count_statements() as counted:
            found = evaluation(2026)
        late.append(found.whole.overdue)
        frozen_clock.shift(timedelta(days=1))
    assert late == [0, 3]
    assert not any("matters" in statement for statement in counted.statements)


def test_numbers_say_when_they_were_counted(app, frozen_clock):
    services.recount()
    before = clock.now()
    frozen_clock.shift(timedelta(minutes=10))
    assert evaluation(2026).counted_at == before
    end(factories.make_bureau(), 1, met=True)
    assert evaluation(2026).counted_at == clock.now()


def test_nothing_kept_yet_gives_the_same_numbers(app, frozen_clock):
    end(factories.make_bureau(), 5, met=False)
    factories.make_case()
    let_the_worker_count()
    stored = evaluation(2026)
    db.session.execute(delete(Aggregate))
    counted = evaluation(2026)
    stored.counted_at = counted.counted_at
    assert stored == counted


def test_what_an_older_version_has_counted_is_counted_anew(app, frozen_clock):
    end(factories.make_bureau(), 3, met=True)
    drain()
    keeping = app.extensions["aggregates"].summed
    kind = keeping["handling"]
    services.tend()
    ours = (Aggregate.kind == "handling", Aggregate.part != "")
    db.session.execute(update(Aggregate).where(*ours).values(content={}))
    db.session.commit()
    assert evaluation(2026).whole.ended == 0
    keeping["handling"] = replace(kind, version=kind.version + 1)
    try:
        assert evaluation(2026).whole.ended == 3
        services.tend()
        assert services.check() == []
        assert [*services.lacking()] == []
    finally:
        keeping["handling"] = kind


def test_sums_that_were_left_half_done_are_finished(app, frozen_clock):
    for _ in range(5):
        make_matter()
    drain()
    kind = kinds_summed()["handling"]
    summing.begin(kind)
    steps = []

    def stop():
        db.session.commit()
        steps.append(summing.progress_of(kind).through)
        if len(steps) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        summing.build(kind, stop, step=2)
    assert [*services.lacking()][:1] == [(kind, "")]
    assert evaluation(2026).whole.received == 5, "counted by the page"
    make_matter()
    let_the_worker_count()
    assert services.check() == []
    assert evaluation(2026).whole.received == 6


def test_a_value_is_as_it_was_counted_last_for_some_minutes_and_then_right(app, frozen_clock):
    promised = db.session.scalars(select(Indicator).where(Indicator.measure == "projects")).one()
    factories.make_project()
    let_the_worker_count()
    assert [one.number for one in computed(promised)] == [1]
    factories.make_project()
    assert [one.number for one in computed(promised)] == [2], "the transaction sees its own"
    db.session.commit()
    assert [one.number for one in computed(promised)] == [1]
    frozen_clock.shift(queries.PATIENCE)
    assert [one.number for one in computed(promised)] == [2]


def test_page_with_a_value_that_is_to_be_counted_anew_is_not_kept(live_app):
    path = "/evaluation/targets"
    write(live_app, services.catch_up)
    warm(live_app, path)
    write(live_app, factories.make_project)
    get(live_app, path)
    assert not is_cached(live_app, path)
    write(live_app, services.catch_up)
    warm(live_app, path)
