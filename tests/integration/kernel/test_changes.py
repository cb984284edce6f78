"""Who is told of what a transaction changes, when, and in which order."""

from collections.abc import Iterator
from functools import partial
from inspect import isfunction

import pytest
from flask import Flask, current_app
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import SessionEvents

from app.kernel.db import changes, session
from app.kernel.db.changes import Bulk, ChangeStage, Flush, TransactionNotes, follow
from app.kernel.db.session import WRITTEN, db
from app.kernel.db.site import SiteFact, facts, state_fact
from app.kernel.jobs import outbox
from app.publishing.kind.lists import page_of
from app.records.cases.kind import KIND as CASES
from app.records.cases.rules import CaseField
from tests.support import factories

BACKWARDS = sorted(ChangeStage, reverse=True)
MOMENTS = ("flushed", "bulk", "before_commit", "after_commit")

names: TransactionNotes[set[str]] = TransactionNotes(set)
"""Of the rows that the present transaction has written."""


@pytest.fixture
def heard() -> Iterator[list[tuple[str, ChangeStage, object]]]:
    """What a site of one table tells those who follow it, each at all moments."""
    toy, heard = Flask("toy"), list[tuple[str, ChangeStage, object]]()
    toy.config.update(SQLALCHEMY_DATABASE_URI="sqlite://", DATABASE_SECONDS=5)
    session.init_app(toy)
    for stage in BACKWARDS:
        hear = {moment: partial(_hear, heard, moment, stage) for moment in MOMENTS}
        follow(toy, stage, **hear)
    with toy.app_context():
        db.metadata.tables["site_facts"].create(db.engine)
        yield heard
        db.session.remove()
        db.engine.dispose()


def _hear(
    heard: list[tuple[str, ChangeStage, object]], moment: str, stage: ChangeStage, what: object
) -> None:
    if isinstance(what, Flush):
        names.of(what.session).update(row.name for row in what.rows)
    heard.append((moment, stage, what))


def _add(name: str, value: str | None = "x") -> SiteFact:
    fact = SiteFact(name=name, value=value)
    db.session.add(fact)
    db.session.flush()
    return fact


def _stages(heard: list[tuple[str, ChangeStage, object]], moment: str) -> list[ChangeStage]:
    return [stage for when, stage, _ in heard if when == moment]


def test_all_are_told_in_the_written_order_whoever_came_first(heard):
    _add("a")
    db.session.execute(insert(SiteFact), [{"name": "b", "value": "x"}])
    db.session.commit()
    assert [*dict.fromkeys(when for when, *_ in heard)] == list(MOMENTS)
    for moment in MOMENTS:
        assert _stages(heard, moment) == list(ChangeStage)


def test_rows_are_told_as_new_changed_and_deleted(heard):
    changed, gone = _add("kept"), _add("gone")
    heard.clear()
    changed.value = "y"
    db.session.delete(gone)
    new = _add("new")
    (_, _, flush), *others = heard
    assert (flush.new, flush.changed, flush.deleted) == ([new], [changed], [gone])
    assert all(other is flush for *_, other in others)


def test_before_the_commit_all_is_written_that_an_earlier_stage_has_added(heard):
    def add(of):
        of.add(SiteFact(name="told", value="x"))

    def look(of):
        assert not of.new
        assert "told" in names.of(of)

    end = partial(_hear, heard, "end", ChangeStage.CACHE)
    follow(current_app, ChangeStage.SUMS, before_commit=add)
    follow(current_app, ChangeStage.CACHE, before_commit=look, after_commit=end)
    _add("first")
    db.session.commit()
    assert _stages(heard, "end") == [ChangeStage.CACHE]


def test_statements_in_bulk_are_told_by_model_with_their_values_and_columns(heard):
    rows = [{"name": "a", "value": "1"}, {"name": "b", "value": "2"}]
    db.session.execute(insert(SiteFact), rows)
    change = update(SiteFact).values(value="3")
    db.session.execute(change, execution_options={WRITTEN: ("value",)})
    db.session.execute(delete(SiteFact).where(SiteFact.name == "a"))
    bulks = [what for when, stage, what in heard if (when, stage) == ("bulk", ChangeStage.AUDIT)]
    here = db.session()
    assert bulks == [
        Bulk(here, SiteFact, is_insert=True, is_update=False, rows=rows, written=None),
        Bulk(here, SiteFact, is_insert=False, is_update=True, rows=[{}], written=("value",)),
        Bulk(here, SiteFact, is_insert=False, is_update=False, rows=[{}], written=None),
    ]


def test_who_only_reads_is_told_to_nobody(heard):
    assert db.session.scalars(select(SiteFact)).all() == []
    db.session.rollback()
    assert heard == []


def test_after_a_rollback_nothing_is_told_and_nothing_is_noted(heard):
    _add("a")
    assert names.of(db.session()) == {"a"}
    db.session.rollback()
    assert names.of(db.session()) == set()
    assert {when for when, *_ in heard} == {"flushed"}
    _add("b")
    assert names.of(db.session()) == {"b"}
    db.session.commit()
    assert names.of(db.session()) == set()


def test_a_session_that_is_closed_forgets_what_was_noted(heard):
    _add("a")
    db.session.close()
    assert names.of(db.session()) == set()


def test_a_commit_that_fails_tells_nobody_that_it_was(heard):
    _add("a")
    db.session.add(SiteFact(name="b", value=None))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
    assert "after_commit" not in {when for when, *_ in heard}
    assert names.of(db.session()) == set()


def test_the_release_of_a_savepoint_is_told_to_nobody_and_keeps_what_was_noted(heard):
    _add("a")
    with db.session.begin_nested():
        _add("b")
    assert {when for when, *_ in heard} == {"flushed"}
    assert names.of(db.session()) == {"a", "b"}
    db.session.commit()
    assert _stages(heard, "after_commit") == list(ChangeStage)


def test_with_a_savepoint_goes_what_was_noted_since_and_nothing_else(heard):
    _add("a")
    outer = db.session.begin_nested()
    _add("b")
    inner = db.session.begin_nested()
    _add("c")
    inner.rollback()
    assert names.of(db.session()) == {"a", "b"}
    with pytest.raises(IntegrityError), db.session.begin_nested():
        _add("d")
        _add("refused", None)
    assert names.of(db.session()) == {"a", "b"}
    outer.rollback()
    assert names.of(db.session()) == {"a"}


def test_facts_of_a_savepoint_that_is_given_up_hold_no_longer(app):
    state_fact("a", "1")
    savepoint = db.session.begin_nested()
    state_fact("a", "2")
    assert facts()["a"] == "2"
    savepoint.rollback()
    assert facts()["a"] == "1"


def test_the_mark_of_what_is_remembered_is_the_last_that_is_written(app, count_statements):
    case = factories.make_case()
    db.session.commit()
    with count_statements() as counted:
        case.fine_cents = 100
        db.session.commit()
    inserts = [words.split()[2] for words in counted.statements if words.startswith("INSERT INTO")]
    assert [*dict.fromkeys(inserts)] == ["outbox_messages", "site_facts"]
    assert counted.statements[-1].startswith("INSERT INTO site_facts")


def test_the_mark_is_written_once_and_not_with_a_savepoint(app, count_statements):
    case = factories.make_case(field=CaseField.FOOD)
    db.session.commit()
    with count_statements() as counted, db.session.begin_nested():
        case.fine_cents = 100
    assert not [words for words in counted.statements if "site_facts" in words]
    with count_statements() as counted:
        db.session.commit()
    assert len([words for words in counted.statements if "INTO site_facts" in words]) == 1


def test_a_savepoint_that_is_given_up_leaves_a_change_before_it_noticed(app):
    db.session.commit()
    assert page_of(CASES, field=CaseField.FOOD).total == 0
    factories.make_case(field=CaseField.FOOD)
    savepoint = db.session.begin_nested()
    outbox.enqueue("mail", {"n": 1})
    db.session.flush()
    savepoint.rollback()
    db.session.commit()
    assert page_of(CASES, field=CaseField.FOOD).total == 1


def test_each_stage_of_the_site_is_followed(app):
    assert list(app.extensions[changes.EXTENSION]) == list(ChangeStage)


def test_nobody_else_listens_to_the_session(app):
    dispatch = db.session().dispatch
    moments = [
        name
        for name, one in vars(SessionEvents).items()
        if isfunction(one) and not name.startswith("_")
    ]
    listeners = [(name, one.__module__) for name in moments for one in getattr(dispatch, name)]
    assert {module for _, module in listeners} == {changes.__name__}
    assert len(listeners) == len(dict(listeners)) > 0
