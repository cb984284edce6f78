"""Hundreds of questions, answered as a plain look at all texts answers them."""

import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.search import state
from app.kernel.search.analysis import CJK, exact_key
from app.kernel.search.documents import FACETS, SearchDocument, SearchKind
from app.kernel.search.engine import (
    RELEVANCE,
    SORT_ORDERS,
    Filters,
    Matches,
    MatchMode,
    SearchEngine,
    SortOrder,
)
from app.kernel.search.facets import Between
from tests.support.search_documents import TODAY, city_records, codes, contents, search
from tests.support.search_oracle import Found, Oracle, Question, counted, narrowed, ordered

DOCUMENTS = city_records(400)
ORACLE = Oracle(DOCUMENTS)
SUBSTRINGS = 200
_STRETCH = re.compile(f"[0-9A-Za-z{CJK}]+")

FILTERS: list[dict[str, Any]] = [
    {},
    {"kind": SearchKind.COMPANY},
    {"kind": SearchKind.CASE, "district": "330302"},
    {"district": "330999"},
    {"bureau_id": 2, "year": 2022},
    {"category": "广告", "status": "存续"},
    {"status": "公示中"},
    {"day": Between(date(2021, 3, 1), date(2023, 6, 30))},
    {"day": Between(date(2024, 1, 1))},
    {"amount": Between(5000, 20_000)},
    {"amount": Between(last=10_000), "kind": SearchKind.PROJECT},
    {"bureau_id": 1, "district": "330303", "day": Between(last=date(2024, 1, 1))},
]


@pytest.fixture(scope="module", autouse=True)
def _filled(fill: Callable[[list[SearchDocument]], None]) -> None:
    fill(DOCUMENTS)


@pytest.fixture
def engine(site: Flask) -> SearchEngine:
    return state.of(site).engine


def _substrings(seed: int, number: int) -> Iterator[str]:
    chance = random.Random(seed)  # noqa: S311  # the same questions each time
    for _ in range(number):
        text = chance.choice(contents(chance.choice(DOCUMENTS)))
        stretch = chance.choice(_STRETCH.findall(text))
        length = chance.randrange(1, 9)
        start = chance.randrange(max(len(stretch) - length, 0) + 1)
        yield stretch[start : start + length]


def _questions() -> Iterator[Question]:
    """Words alone and together, quoted, and with others to be left out."""
    parts = _substrings(2, 500)
    for _ in range(30):
        yield Question(words=(next(parts), next(parts)))
        yield Question(quoted=(next(parts),))
        yield Question(words=(next(parts),), without=(next(parts),))
        yield Question(words=(next(parts),), quoted=(next(parts),), without=(next(parts),))


def _agrees(result: Matches, expected: list[Found], sort: SortOrder) -> bool:
    """Whether the answer is all that is expected; where nothing is, a later pass may answer."""
    if not expected:
        return result.mode is not MatchMode.WORDS or not result.total
    tiers = {each.document.id: each.tier / 1000 for each in expected}
    return (
        list(result.ids) == ordered(expected, sort)
        and list(result.scores) == [tiers[each] for each in result.ids]
        and (result.total, result.mode) == (len(expected), MatchMode.WORDS)
        and not result.approximate
    )


def test_substrings_of_any_length_find_where_they_stand(engine: SearchEngine) -> None:
    for part in _substrings(1, SUBSTRINGS):
        expected = ORACLE.matching(Question(words=(part,)), TODAY)
        assert _agrees(search(engine, part), expected, RELEVANCE), part


def test_words_quotes_and_minus_mean_the_same_together(engine: SearchEngine) -> None:
    for question in _questions():
        expected = ORACLE.matching(question, TODAY)
        result = search(engine, question.text)
        assert _agrees(result, expected, RELEVANCE), question.text


def test_codes_and_numbers_are_found_in_all_brackets(engine: SearchEngine) -> None:
    styles = str.maketrans("〔〕﹝﹞【】（）", "[][][][]")
    for document in DOCUMENTS[:40]:
        for code in codes(document):
            expected = ORACLE.matching(Question(words=(code,)), TODAY)
            for typed in (code, code.lower(), code.translate(styles), f" {code[:5]} {code[5:]}"):
                first = search(engine, typed).ids[: len(expected)]
                exact = {each.document.id for each in expected if each.tier == 1000}
                assert exact <= set(first), typed


@pytest.mark.parametrize("sort", SORT_ORDERS)
@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_filters_counts_and_order(
    engine: SearchEngine, filters: dict[str, Any], sort: SortOrder
) -> None:
    for word in ("温州", "食品", "瓯禾", "有限公司", "改正", "号", "2022"):
        found = ORACLE.matching(Question(words=(word,)), TODAY)
        result = search(engine, word, sort=sort, **filters)
        passing = narrowed(found, Filters(**filters))
        assert list(result.ids) == ordered(passing, sort), word
        assert result.total == len(passing), word
        assert _counts(result) == _expected_counts(found, filters), word
        named = {each.document.bureau_id for each in found} - {None}
        assert (
            set(result.facets["bureau_id"])
            <= set(result.facets.names["bureau_id"])
            >= named & {filters.get("bureau_id")}
        )


def _counts(result: Matches) -> list[dict[Any, int]]:
    return [dict(result.facets[facet.name]) for facet in FACETS]


def _expected_counts(found: list[Found], filters: dict[str, Any]) -> list[dict[Any, int]]:
    """Each property counted as if it were not filtered."""
    names = [facet.name for facet in FACETS]
    return [
        counted(
            narrowed(found, Filters(**{key: each for key, each in filters.items() if key != name})),
            lambda document, name=name: getattr(document, name),
        )
        for name in names
    ]


@settings(max_examples=40)
@given(text=st.text(st.characters(), max_size=30))
def test_no_input_breaks_a_search(home: Flask, text: str) -> None:
    with home.app_context():
        assert search(state.of(home).engine, text).total <= len(DOCUMENTS)


def test_counts_are_left_out_where_none_are_wanted(engine: SearchEngine) -> None:
    bare = search(engine, "食品", facets=False)
    assert bare.total == search(engine, "食品").total
    assert (bare.kinds, bare.facets["district"]) == ({}, {})


@pytest.mark.parametrize("sort", SORT_ORDERS)
def test_pages_follow_each_other_without_gap_or_repetition(
    engine: SearchEngine, sort: SortOrder
) -> None:
    whole = list(search(engine, "温州", sort=sort).ids)
    starts = range(0, len(whole) + 7, 7)
    pages = [search(engine, "温州", sort=sort, offset=start, limit=7).ids for start in starts]
    assert [each for page in pages for each in page] == whole


@pytest.mark.parametrize("today", [date(2019, 6, 1), date(2022, 2, 28), date(2024, 12, 31)])
def test_each_day_shows_what_is_public_on_it(engine: SearchEngine, today: date) -> None:
    for word in ("食品", "瓯", "有限公司"):
        expected = ORACLE.matching(Question(words=(word,)), today)
        assert _agrees(search(engine, word, today=today), expected, RELEVANCE), word
    shown = {each.id: each.fingerprint for each in DOCUMENTS if each.visible_on(today)}
    assert dict(engine.fingerprints(today)) == shown
    over = {each.id for each in DOCUMENTS if each.visible_until and each.visible_until < today}
    assert set(engine.hidden(today)) == over


def test_names_only_looks_at_names_only(engine: SearchEngine) -> None:
    for word in ("食品", "瓯禾", "瓯禾食品", "LED照明", "屿"):
        expected = {
            each.document.id
            for each in ORACLE.matching(Question(words=(word,)), TODAY)
            if each.tier > 100
        }
        found = search(engine, word, names_only=True)
        has_words = found.mode is MatchMode.WORDS  # where no name has them, those like it come
        assert (set(found.ids) if has_words else set()) == expected, word


@pytest.mark.parametrize("beginning", ["9133", "91330381ma", "温市监罚(2021", "330303", "9"])
def test_what_begins_so_is_offered(engine: SearchEngine, beginning: str) -> None:
    known = {
        document.id
        for document in DOCUMENTS
        if document.visible_on(TODAY)
        and any(exact_key(code).startswith(beginning) for code in codes(document))
    }
    offered = list(engine.completions(beginning, limit=10, today=TODAY))
    assert len(offered) == len(set(offered)) == min(10, len(known))
    assert set(offered) <= known
