"""What is written is found, what is deleted is not, and searches go on meanwhile."""

import random
from collections.abc import Iterator
from threading import Event, Thread

import pytest
from flask import Flask

from app.kernel.search import state
from app.kernel.search.documents import DocumentId, SearchDocument
from app.kernel.search.engine import RELEVANCE, SearchEngine, SearchUnavailableError
from tests.support.search_documents import TODAY, city_records, document, found, records, search
from tests.support.search_oracle import Oracle, Question, ordered

DOCUMENTS = records()


@pytest.fixture
def filled(engine: SearchEngine) -> SearchEngine:
    engine.rebuild(DOCUMENTS)
    return engine


def test_the_last_word_about_a_record_wins(filled: SearchEngine) -> None:
    first, second, third = DOCUMENTS[:3]
    changed = document("改名为琼脂商行", key=first.key)
    with filled.batch() as batch:
        batch.index([first, second])
        batch.delete([first.id, second.id, third.id])
        batch.index([changed])
    assert found(filled, "琼脂") == {first.id}
    assert first.id not in found(filled, "酱油")
    assert found(filled, second.codes[0]) == found(filled, third.codes[0]) == set()
    assert filled.health().documents == len(DOCUMENTS) - 2


def test_a_failed_batch_changes_nothing(filled: SearchEngine) -> None:
    with pytest.raises(RuntimeError), filled.batch() as batch:
        batch.delete([DOCUMENTS[0].id])
        raise RuntimeError
    assert filled.health().documents == len(DOCUMENTS)


def test_searches_go_on_while_the_index_is_rebuilt(site: Flask, filled: SearchEngine) -> None:
    stop, totals, errors = Event(), set[int](), list[Exception]()

    def look() -> None:
        while not stop.is_set():
            try:
                with site.app_context():
                    totals.add(search(filled, "商行").total)
            except Exception as error:  # noqa: BLE001  # any error fails the test below
                errors.append(error)

    readers = [Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(5):
        filled.rebuild(DOCUMENTS)
        with filled.batch() as batch:
            batch.index(DOCUMENTS[:5])
    stop.set()
    for reader in readers:
        reader.join()
    assert (errors, totals) == ([], {len(DOCUMENTS)})


def test_after_many_changes_the_answers_are_those_of_a_new_index(engine: SearchEngine) -> None:
    chance = random.Random(9)  # noqa: S311  # the same changes each time
    indexed: dict[DocumentId, SearchDocument] = {}
    for turn in range(12):
        changes = chance.sample(city_records(150, seed=turn), 40)
        gone = chance.sample(sorted(indexed), len(indexed) // 4)
        with engine.batch() as batch:
            batch.index(changes)
            batch.delete(gone)
        indexed.update((each.id, each) for each in changes)
        for each in gone:
            indexed.pop(each)
    oracle = Oracle(indexed.values())
    for word in ("食品", "瓯", "温州市", "罚款", "91330302", "虚假生产日期", "有限公司 砚汐"):
        expected = oracle.matching(Question(words=tuple(word.split())), TODAY)
        result = search(engine, word)
        if expected:
            assert list(result.ids) == ordered(expected, RELEVANCE), word
    assert engine.health().documents == len(indexed)


def test_a_rebuild_tells_how_far_it_is_and_forgets_what_was(filled: SearchEngine) -> None:
    steps: list[int] = []
    assert filled.rebuild(iter(DOCUMENTS[:20]), advance=steps.append) == sum(steps) == 20
    assert filled.health().documents == 20
    assert found(filled, "商行") == {each.id for each in DOCUMENTS[:20]}


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(filled: SearchEngine) -> None:
    def broken() -> Iterator[SearchDocument]:
        yield document("琼脂商行")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        filled.rebuild(broken())
    assert filled.health().documents == len(DOCUMENTS)
    assert not found(filled, "琼脂")
    assert filled.rebuild(DOCUMENTS) == len(DOCUMENTS)


def test_before_the_first_build_search_says_that_it_is_unavailable(new_site: Flask) -> None:
    with new_site.app_context():
        engine = state.of(new_site).engine
        with pytest.raises(SearchUnavailableError):
            search(engine, "酱油")
        with pytest.raises(SearchUnavailableError):
            engine.completions("9133", limit=5, today=TODAY)
        assert not engine.health().ready
        engine.rebuild([])
        assert engine.health().ready
        assert not search(engine, "酱油").total
