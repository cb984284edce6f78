"""From a change in a service to a result on the page, with the index late, missing or wrong."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from shutil import rmtree

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskCliRunner

from app.core import outbox
from app.core.db import db
from app.search import maintenance, state
from app.search.documents import SearchDocument, SearchKind
from app.search.engine import Filters, SearchUnavailableError
from app.search.find import SearchRequest, find
from app.search.sources import changed, register_source
from app.search.suggest import suggest
from tests.support.search_documents import document

Records = dict[int, SearchDocument]


@pytest.fixture
def records(app: Flask, frozen_clock: time_machine.Traveller) -> Iterator[Records]:
    """The published cases, as a feature would supply them."""
    rows: Records = {}
    before = dict(state.of(app).sources)
    state.of(app).sources.clear()
    register_source(app, SearchKind.CASE, _source_of(rows))
    yield rows
    state.of(app).sources.clear()
    state.of(app).sources.update(before)


def _source_of(
    rows: Records,
) -> Callable[[Sequence[int] | None], Iterator[SearchDocument]]:
    def source(keys: Sequence[int] | None) -> Iterator[SearchDocument]:
        yield from (rows[key] for key in (rows if keys is None else keys) if key in rows)

    return source


def _save(rows: Records, *documents: SearchDocument) -> None:
    rows.update((each.key, each) for each in documents)
    changed(SearchKind.CASE, [each.key for each in documents])
    db.session.commit()


def _titles(text: str, **filters: object) -> list[str]:
    page = find(SearchRequest(text=text, filters=Filters(**filters)))  # type: ignore[arg-type]
    return [hit.document.title for hit in page.hits]


def test_a_published_record_is_found_once_the_worker_has_seen_it(records: Records) -> None:
    maintenance.rebuild()
    _save(records, document("砚汐商行酱油案", key=1))
    assert _titles("酱油") == []
    outbox.drain()
    assert _titles("酱油") == ["砚汐商行酱油案"]


def test_a_withdrawn_record_is_hidden_before_the_index_knows(records: Records) -> None:
    _save(records, document("砚汐商行酱油案", key=1))
    outbox.drain()
    del records[1]
    page = find(SearchRequest(text="酱油"))
    assert (page.total, list(page.hits)) == (0, [])


def test_a_changed_record_is_shown_as_it_is_now(records: Records) -> None:
    _save(records, document("旧名酱油案", key=1, district="330302"))
    outbox.drain()
    records[1] = document("新名酱油案", key=1, district="330381")
    assert _titles("酱油") == ["新名酱油案"]
    assert _titles("酱油", district="330302") == []


def test_a_withdrawn_record_leaves_the_index(records: Records) -> None:
    _save(records, document("甲酱油案", key=1), document("乙酱油案", key=2))
    outbox.drain()
    del records[1]
    changed(SearchKind.CASE, [1])
    db.session.commit()
    outbox.drain()
    assert state.current().engine.health().documents == 1


def test_a_penalty_is_hidden_after_its_publication_period(
    records: Records, frozen_clock: time_machine.Traveller
) -> None:
    _save(records, document("酱油案", key=1, visible_until=date(2026, 3, 4)))
    outbox.drain()
    assert _titles("酱油") == ["酱油案"]
    frozen_clock.shift(86_400)
    assert find(SearchRequest(text="酱油")).total == 0


def test_a_change_that_is_rolled_back_is_not_announced(records: Records) -> None:
    maintenance.rebuild()
    records[1] = document("酱油案", key=1)
    changed(SearchKind.CASE, [1])
    db.session.rollback()
    assert outbox.drain() == 0


def test_many_changes_travel_in_few_messages(records: Records) -> None:
    maintenance.rebuild()
    _save(records, *(document(f"第{key}酱油案", key=key) for key in range(1, 1201)))
    assert outbox.drain() == 3
    assert find(SearchRequest(text="酱油案")).total == 1200


def test_the_worker_builds_an_index_where_there_is_none(records: Records) -> None:
    records[1] = document("甲酱油案", key=1)
    _save(records, document("乙酱油案", key=2))
    outbox.drain()
    assert sorted(_titles("酱油")) == ["乙酱油案", "甲酱油案"]


def test_search_says_that_it_is_unavailable_without_an_index(records: Records) -> None:
    with pytest.raises(SearchUnavailableError):
        find(SearchRequest(text="酱油"))


def test_a_blank_query_finds_nothing(records: Records) -> None:
    records[1] = document("酱油案", key=1)
    maintenance.rebuild()
    assert find(SearchRequest(text=" *？ ")).total == 0


def test_companies_are_suggested_by_any_part_of_their_name(app: Flask, records: Records) -> None:
    companies = {
        1: document("瓯海瓯禾酱油酿造有限公司", key=1, kind=SearchKind.COMPANY, ref="A"),
        2: document("砚汐商行", "销售酱油", key=2, kind=SearchKind.COMPANY, ref="B"),
    }
    register_source(app, SearchKind.COMPANY, _source_of(companies))
    maintenance.rebuild()
    assert [each.detail for each in suggest("酱油")] == ["A"]
    assert [each.detail for each in suggest("瓯")] == ["A"]


def test_check_finds_and_sync_mends_every_difference(
    records: Records, runner: FlaskCliRunner
) -> None:
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


def test_sync_drops_what_has_expired(
    records: Records, frozen_clock: time_machine.Traveller
) -> None:
    records[1] = document("酱油案", key=1, visible_until=date(2026, 3, 10))
    maintenance.rebuild()
    frozen_clock.shift(86_400 * 30)
    assert not maintenance.check()
    maintenance.sync()
    assert state.current().engine.health().documents == 0


def test_the_worker_tends_the_index(records: Records, frozen_clock: time_machine.Traveller) -> None:
    records[1] = document("酱油案", key=1, visible_until=date(2026, 3, 10))
    maintenance.tend()
    assert _titles("酱油") == ["酱油案"]
    frozen_clock.shift(86_400 * 30)
    maintenance.tend()
    assert state.current().engine.health().documents == 0


def test_the_index_is_disposable(app: Flask, records: Records) -> None:
    records[1] = document("酱油案", key=1)
    maintenance.rebuild()
    rmtree(Path(app.config["DATA_DIR"]) / "index")
    with pytest.raises(SearchUnavailableError):
        find(SearchRequest(text="酱油"))
    maintenance.rebuild()
    assert _titles("酱油") == ["酱油案"]
