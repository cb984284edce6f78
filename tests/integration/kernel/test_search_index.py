"""From a change in a service to a result on the page, with the index late, missing or wrong."""

from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import pytest
import time_machine
from flask import Flask

from app.kernel.db.session import db
from app.kernel.jobs import outbox
from app.kernel.search import maintenance, state
from app.kernel.search.documents import SearchDocument, SearchKind
from app.kernel.search.engine import Filters, SearchUnavailableError
from app.kernel.search.find import SearchRequest, find
from app.kernel.search.sources import changed
from tests.support.search_documents import document
from tests.support.search_site import Cases, known_cases


@pytest.fixture
def records(app: Flask, frozen_clock: time_machine.Traveller) -> Iterator[Cases]:
    with known_cases(app) as rows:
        yield rows


def _save(rows: Cases, *documents: SearchDocument) -> None:
    rows.update((each.key, each) for each in documents)
    changed(SearchKind.CASE, [each.key for each in documents])
    db.session.commit()


def _titles(text: str, **filters: object) -> list[str]:
    page = find(SearchRequest(text=text, filters=Filters(**filters)))  # type: ignore[arg-type]
    return [hit.document.title for hit in page.hits]


def test_a_published_record_is_found_once_the_worker_has_seen_it(records: Cases) -> None:
    maintenance.rebuild()
    _save(records, document("砚汐商行酱油案", key=1))
    assert _titles("酱油") == []
    outbox.drain()
    assert _titles("酱油") == ["砚汐商行酱油案"]


def test_many_changes_travel_in_few_messages(records: Cases) -> None:
    maintenance.rebuild()
    _save(records, *(document(f"第{key}酱油案", key=key) for key in range(1, 1201)))
    assert outbox.drain() == 3
    assert find(SearchRequest(text="酱油案")).total == 1200


def test_a_record_that_is_as_it_was_adds_no_segment(records: Cases) -> None:
    maintenance.rebuild()
    _save(records, document("甲酱油案", key=1), document("乙酱油案", key=2))
    outbox.drain()
    before = state.current().engine.health()
    _save(records, document("甲酱油案", key=1))
    outbox.drain()
    assert state.current().engine.health() == before
    _save(records, document("甲酱油案", key=1), document("乙陈醋案", key=2))
    outbox.drain()
    assert (_titles("酱油"), _titles("陈醋")) == (["甲酱油案"], ["乙陈醋案"])


def test_the_worker_builds_an_index_where_there_is_none(records: Cases) -> None:
    records[1] = document("甲酱油案", key=1)
    _save(records, document("乙酱油案", key=2))
    outbox.drain()
    assert sorted(_titles("酱油")) == ["乙酱油案", "甲酱油案"]


def test_search_says_that_it_is_unavailable_without_an_index(records: Cases) -> None:
    with pytest.raises(SearchUnavailableError):
        find(SearchRequest(text="酱油"))


def test_the_index_is_disposable(app: Flask, records: Cases) -> None:
    records[1] = document("酱油案", key=1)
    maintenance.rebuild()
    rmtree(Path(app.config["DATA_DIR"]) / "index")
    with pytest.raises(SearchUnavailableError):
        find(SearchRequest(text="酱油"))
    maintenance.rebuild()
    assert _titles("酱油") == ["酱油案"]
