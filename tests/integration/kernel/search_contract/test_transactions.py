"""The index in PostgreSQL changes with the record, and is rebuilt while records change."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text, update

from app.kernel.audit.models import SYSTEM
from app.kernel.db.session import db
from app.kernel.jobs import queries as jobs_queries
from app.kernel.search import maintenance, sources, state
from app.kernel.search.documents import SearchDocument, SearchKind
from app.kernel.search.engine import SearchEngine, SearchUnavailableError
from app.kernel.search.sources import changed
from app.publishing.life.services import withdraw_publication
from app.records.companies.models import Company
from tests.support import factories
from tests.support.apps import open_app
from tests.support.databases import Databases
from tests.support.schemas import differences
from tests.support.search_documents import found
from tests.support.search_site import ON_POSTGRES

pytestmark = [
    pytest.mark.skipif(not ON_POSTGRES, reason="needs PostgreSQL"),
    pytest.mark.usefixtures("frozen_clock", "home"),
    pytest.mark.parametrize("home", ["postgres"], indirect=True, scope="module"),
]


def _company(name: str) -> Company:
    company = factories.make_company(name=name)
    changed(SearchKind.COMPANY, [company.id])
    return company


def _seen_by_others(site: Flask, words: str) -> int:
    """How many records others find, who see only what is committed."""
    totals: list[int] = []

    def look() -> None:
        with site.app_context():
            totals.append(len(found(state.of(site).engine, words)))

    other = Thread(target=look)
    other.start()
    other.join()
    return totals[0]


def test_a_record_is_found_as_soon_as_it_is_committed(site: Flask, engine: SearchEngine) -> None:
    _company("温州琼脂酿造有限公司")
    assert _seen_by_others(site, "琼脂酿造") == 0
    db.session.commit()
    assert _seen_by_others(site, "琼脂酿造") == 1
    assert jobs_queries.waiting() == 0


def test_a_withdrawn_record_leaves_the_index_with_its_withdrawal(
    site: Flask, engine: SearchEngine
) -> None:
    case = factories.make_case(title="石花菜掺假案")
    changed(SearchKind.CASE, [case.id])
    db.session.commit()
    assert len(found(engine, "石花菜")) == 1
    withdraw_publication(case, kind=SearchKind.CASE, actor=SYSTEM, reason="更正")
    assert case.withdrawal_reason == "更正"  # search reads less of a record than its act has
    assert not found(engine, "石花菜")
    assert engine.health().documents == 0


def test_what_is_rolled_back_is_never_found(site: Flask, engine: SearchEngine) -> None:
    _company("温州海带加工有限公司")
    db.session.rollback()
    db.session.commit()
    assert not found(engine, "海带加工")


def test_a_savepoint_that_is_given_up_takes_its_own_changes_and_no_others(
    site: Flask, engine: SearchEngine
) -> None:
    _company("温州马尾藻有限公司")
    savepoint = db.session.begin_nested()
    _company("温州浒苔有限公司")
    savepoint.rollback()
    with db.session.begin_nested():
        _company("温州礁膜有限公司")
    assert not found(engine, "“礁膜”")
    db.session.commit()
    assert len(found(engine, "“马尾藻”")) == len(found(engine, "“礁膜”")) == 1
    assert not found(engine, "“浒苔”")


def test_changes_not_yet_flushed_and_changes_in_bulk_are_indexed(
    site: Flask, engine: SearchEngine
) -> None:
    flushed, bulk = _company("温州裙带菜有限公司"), _company("温州紫菜有限公司")
    db.session.commit()
    flushed.name = "温州龙须菜有限公司"
    by_number = update(Company).where(Company.id == bulk.id).values(name="温州发菜有限公司")
    db.session.execute(by_number, execution_options={"synchronize_session": False})
    changed(SearchKind.COMPANY, [flushed.id, bulk.id])
    db.session.commit()
    assert len(found(engine, "“龙须菜”")) == len(found(engine, "“发菜”")) == 1
    assert not found(engine, "“裙带菜”") | found(engine, "“紫菜”")
    flushed.name = "温州鹿角菜有限公司"  # still in the session, which commits what it changes
    changed(SearchKind.COMPANY, [flushed.id])
    db.session.commit()
    assert _seen_by_others(site, "“鹿角菜”") == 1


def test_what_changes_during_a_rebuild_is_not_lost(site: Flask, engine: SearchEngine) -> None:
    unchanged, renamed = _company("温州甲菜有限公司"), _company("温州乙菜有限公司")
    case = factories.make_case(title="丙菜案")
    changed(SearchKind.CASE, [case.id])
    db.session.commit()

    def change() -> None:
        db.session.get_one(Company, renamed.id).name = "温州丁菜有限公司"
        changed(SearchKind.COMPANY, [renamed.id])
        _company("温州戊菜有限公司")
        gone = db.session.get_one(type(case), case.id)
        withdraw_publication(gone, kind=SearchKind.CASE, actor=SYSTEM, reason="更正")

    engine.rebuild(_interrupted(site, change))
    assert found(engine, "“乙菜”") == found(engine, "“丙菜”") == set()
    assert len(found(engine, "“丁菜”")) == len(found(engine, "“戊菜”")) == 1
    assert {each.key for each in found(engine, "“甲菜”")} == {unchanged.id}
    with site.app_context():
        assert not maintenance.check()


def test_a_change_in_the_middle_of_a_sync_is_not_overwritten(
    site: Flask, engine: SearchEngine
) -> None:
    company = _company("温州银耳有限公司")
    db.session.commit()
    key, read = company.id, state.of(site).sources[SearchKind.COMPANY]

    def rename() -> None:
        with site.app_context():
            db.session.get_one(Company, key).name = "温州木耳有限公司"
            changed(SearchKind.COMPANY, [key])
            db.session.commit()

    other = Thread(target=rename)

    def read_and_be_overtaken(keys: Sequence[int] | None) -> Iterator[SearchDocument]:
        documents = list(read(keys))
        state.of(site).sources[SearchKind.COMPANY] = read
        other.start()
        other.join(timeout=0.3)  # it waits for the row of the index, or is done already
        yield from documents

    state.of(site).sources[SearchKind.COMPANY] = read_and_be_overtaken
    sources.refresh({SearchKind.COMPANY: [key]})
    other.join()
    assert len(found(engine, "“木耳”")) == 1
    assert not found(engine, "“银耳”")


def test_another_machine_answers_with_what_has_just_been_saved(
    site: Flask, engine: SearchEngine, tmp_path: Path
) -> None:
    address = str(site.config["SQLALCHEMY_DATABASE_URI"])
    with open_app(address, tmp_path, SEARCH_ENGINE="postgres") as other:
        _company("温州鲜竹荪有限公司")
        db.session.commit()
        page = other.test_client().get("/search?q=鲜竹荪").get_data(as_text=True)
    assert "<mark>鲜竹荪</mark>" in page


def _interrupted(site: Flask, act: Any) -> Iterator[SearchDocument]:
    """All documents as they are now; another one acts before the index has them."""
    documents = list(sources.all_documents())
    db.session.rollback()
    with site.app_context():
        act()
    yield from documents


def test_only_one_process_builds(site: Flask, engine: SearchEngine) -> None:
    def build_too() -> None:
        with pytest.raises(SearchUnavailableError):
            state.of(site).engine.rebuild([])

    engine.rebuild(_interrupted(site, build_too))
    assert engine.rebuild([]) == 0


def test_what_a_killed_build_left_behind_is_cleared_away(site: Flask, engine: SearchEngine) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA search_next"))
        connection.execute(text("CREATE TABLE search_next.search_entries (kind int)"))
    assert engine.rebuild([]) == 0
    with db.engine.connect() as connection:
        left = text("SELECT count(*) FROM pg_namespace WHERE nspname = 'search_next'")
        assert connection.scalar(left) == 0


def test_after_a_rebuild_the_tables_are_those_of_the_migrations(
    database_server: Databases, tmp_path: Path
) -> None:
    with (
        open_app(database_server.empty(), tmp_path, SEARCH_ENGINE="postgres") as made,
        made.app_context(),
    ):
        upgrade()
        maintenance.rebuild()
        assert differences(db.engine) == []
