"""From a change in a service to a result on the page, whatever engine answers."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.search import maintenance, state
from app.kernel.search.documents import SearchDocument, SearchKind
from app.kernel.search.engine import Filters, TransactionalEngine
from app.kernel.search.find import SearchRequest, find, suggest
from app.kernel.search.sources import changed, register_source
from tests.support.apps import open_app
from tests.support.search_documents import document
from tests.support.search_site import Cases, known_cases


@pytest.fixture
def records(site: Flask, frozen_clock: time_machine.Traveller) -> Iterator[Cases]:
    with known_cases(site) as rows:
        maintenance.rebuild()
        yield rows
        outbox.drain()


def _save(rows: Cases, *documents: SearchDocument) -> None:
    rows.update((each.key, each) for each in documents)
    changed(SearchKind.CASE, [each.key for each in documents])
    db.session.commit()


def _titles(text: str, **filters: object) -> list[str]:
    page = find(SearchRequest(text=text, filters=Filters(**filters)))  # type: ignore[arg-type]
    return [hit.document.title for hit in page.hits]


def test_an_index_in_files_follows_in_few_messages_and_writes_nothing_twice(
    records: Cases,
) -> None:
    engine = state.current().engine
    if isinstance(engine, TransactionalEngine):
        pytest.skip("it is written with the records")
    _save(records, *(document(f"第{key}酱油案", key=key) for key in range(1, 1201)))
    assert _titles("酱油案") == []
    assert outbox.drain() == 3
    assert find(SearchRequest(text="酱油案")).total == 1200
    before = engine.health()
    _save(records, document("第1酱油案", key=1))
    outbox.drain()
    assert engine.health() == before
    _save(records, document("第1酱油案", key=1), document("乙陈醋案", key=2))
    outbox.drain()
    assert (_titles("第1酱油"), _titles("陈醋")) == (["第1酱油案"], ["乙陈醋案"])


def test_a_withdrawn_record_is_hidden_before_the_index_knows(records: Cases) -> None:
    _save(records, document("砚汐商行酱油案", key=1))
    outbox.drain()
    del records[1]
    page = find(SearchRequest(text="酱油"))
    assert (page.total, list(page.hits)) == (0, [])


def test_a_changed_record_is_shown_as_it_is_now(records: Cases) -> None:
    _save(records, document("旧名酱油案", key=1, district="330302"))
    outbox.drain()
    records[1] = document("新名酱油案", key=1, district="330381")
    assert _titles("酱油") == ["新名酱油案"]
    assert _titles("酱油", district="330302") == []


def test_a_record_is_found_and_withdrawn_once_the_work_that_follows_is_done(records: Cases) -> None:
    _save(records, document("甲酱油案", key=1), document("乙酱油案", key=2))
    outbox.drain()
    assert sorted(_titles("酱油")) == ["乙酱油案", "甲酱油案"]
    del records[1]
    changed(SearchKind.CASE, [1])
    db.session.commit()
    outbox.drain()
    assert state.current().engine.health().documents == 1


def test_a_penalty_is_hidden_after_its_publication_period(
    records: Cases, frozen_clock: time_machine.Traveller
) -> None:
    _save(records, document("酱油案", key=1, visible_until=date(2026, 3, 4)))
    outbox.drain()
    assert _titles("酱油") == ["酱油案"]
    frozen_clock.shift(86_400)
    assert find(SearchRequest(text="酱油")).total == 0


def test_a_change_that_is_rolled_back_is_not_announced(records: Cases) -> None:
    maintenance.rebuild()
    records[1] = document("酱油案", key=1)
    changed(SearchKind.CASE, [1])
    db.session.rollback()
    assert outbox.drain() == 0


def test_companies_are_suggested_by_any_part_of_their_name(site: Flask, records: Cases) -> None:
    companies = {
        1: document("瓯海瓯禾酱油酿造有限公司", key=1, kind=SearchKind.COMPANY, ref="A"),
        2: document("砚汐商行", "销售酱油", key=2, kind=SearchKind.COMPANY, ref="B"),
    }
    looks = state.of(site).appearances[SearchKind.COMPANY]
    rows = companies.values()
    register_source(site, SearchKind.COMPANY, lambda _keys: iter(rows), appearance=looks)
    maintenance.rebuild()
    assert [each.detail for each in suggest("酱油")] == ["A"]
    assert [each.detail for each in suggest("瓯")] == ["A"]


def test_check_finds_and_sync_mends_every_difference(records: Cases) -> None:
    records.update({key: document(f"第{key}酱油案", key=key) for key in (1, 2, 3)})
    maintenance.rebuild()
    del records[1]
    records[2] = document("改过的食醋案", key=2)
    records[4] = document("新的酱油案", key=4)
    differences = maintenance.check()
    assert [str(each) for each in differences.extra] == ["case:1"]
    assert [str(each) for each in differences.stale] == ["case:2"]
    assert [str(each) for each in differences.missing] == ["case:4"]
    assert maintenance.sync() == differences
    assert not maintenance.check()
    assert _titles("食醋") == ["改过的食醋案"]


@pytest.mark.parametrize("tend", [maintenance.sync, maintenance.tend])
def test_what_is_over_is_dropped(
    records: Cases, frozen_clock: time_machine.Traveller, tend: Callable[[], object]
) -> None:
    records[1] = document("酱油案", key=1, visible_until=date(2026, 3, 10))
    maintenance.rebuild()
    assert _titles("酱油") == ["酱油案"]
    frozen_clock.shift(86_400 * 30)
    assert not maintenance.check()
    tend()
    assert state.current().engine.health().documents == 0


def test_the_commands_build_compare_and_mend(site: Flask, records: Cases) -> None:
    runner = site.test_cli_runner()
    records.update({key: document(f"第{key}酱油案", key=key) for key in (1, 2, 3)})
    assert runner.invoke(args=["search", "check"]).exit_code == 1
    assert "3 differences mended" in runner.invoke(args=["search", "sync"]).output
    assert runner.invoke(args=["search", "check"]).exit_code == 0
    assert "3 records indexed" in runner.invoke(args=["search", "rebuild"]).output
    assert len(_titles("酱油")) == 3


@pytest.mark.parametrize(
    ("engine", "refusal"),
    [
        ("postgres", "set DATABASE_URL to postgresql://"),
        ("solr", "solr is unknown; there is: whoosh, postgres"),
    ],
)
def test_an_engine_that_the_site_can_not_have_is_refused(
    tmp_path: Path, engine: str, refusal: str
) -> None:
    with (
        pytest.raises(ValueError, match=refusal),
        open_app(f"sqlite:///{tmp_path}/site.db", tmp_path, SEARCH_ENGINE=engine),
    ):
        pass
