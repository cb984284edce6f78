"""What words, quotes, letters and ranges mean, whatever engine answers."""

import random
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.search import state
from app.kernel.search.documents import SearchDocument, SearchKind
from app.kernel.search.engine import Filters, MatchMode, SearchEngine
from app.kernel.search.facets import Between
from tests.support.search_documents import (
    BY_AMOUNT,
    BY_DATE,
    document,
    found,
    holding,
    records,
    search,
)

DOCUMENTS = records()
FEW = "酱油违法甲乙丙 ，a1"


@pytest.fixture(scope="module")
def built(home: Flask, fill: Callable[[list[SearchDocument]], None]) -> Flask:
    fill(DOCUMENTS)
    return home


@pytest.fixture
def filled(engine: SearchEngine) -> SearchEngine:
    with engine.batch() as batch:
        batch.index(DOCUMENTS)
    return engine


@pytest.mark.parametrize(
    "word", ["酱油", "违法", "酱", "案", "号", "砚汐7号", "保质期", "的", "没收违法所得"]
)
def test_what_stands_in_a_text_is_found_and_nothing_else(filled: SearchEngine, word: str) -> None:
    assert found(filled, word) == holding(DOCUMENTS, word)


def test_every_two_characters_that_stand_together_are_found(filled: SearchEngine) -> None:
    text = DOCUMENTS[0].texts[0][1].split("，")[1]
    for start in range(len(text) - 1):
        pair = text[start : start + 2]
        assert found(filled, pair) == holding(DOCUMENTS, pair)


def test_no_substring_of_few_characters_is_missed(engine: SearchEngine) -> None:
    chance = random.Random(8)  # noqa: S311  # the same texts each time
    for _ in range(60):
        texts = ["".join(chance.choices(FEW, k=chance.randrange(13))) for _ in range(6)]
        documents = [document(f"第{key}件", text, key=key) for key, text in enumerate(texts)]
        word = "".join(chance.choices(FEW[:7], k=chance.randrange(1, 4)))
        with engine.batch() as batch:
            batch.index(documents)
        result = search(engine, word)
        expected = holding(documents, word)
        found_so = set(result.ids) if result.mode is MatchMode.WORDS else set()
        assert found_so == expected, (texts, word)


@settings(max_examples=80)
@given(text=st.text(st.characters(), max_size=30))
def test_no_input_breaks_a_search(built: Flask, text: str) -> None:
    with built.app_context():
        assert search(state.of(built).engine, text).total <= len(DOCUMENTS)


def test_any_text_can_be_indexed(engine: SearchEngine) -> None:
    odd = document("\x00\ud800名" + chr(0x10FFFF), "𠮷野家\u200b酱油")
    engine.rebuild([odd])
    assert found(engine, "酱油") == found(engine, "𠮷野") == {odd.id}


def test_wildcards_and_operators_mean_nothing(filled: SearchEngine) -> None:
    assert found(filled, "酱*油") == found(filled, "酱 油")
    for harmless in ("*", "?", "****", "[a TO z]", "a~2", "text:*", "^^", '"'):
        assert not found(filled, harmless)


def test_words_may_stand_apart_but_all_must_be_there(filled: SearchEngine) -> None:
    both = holding(DOCUMENTS, "酱油") & holding(DOCUMENTS, "保质期")
    assert found(filled, "酱油 保质期") == found(filled, "保质期　酱油") == both


def test_exact_code_number_and_name_come_first(filled: SearchEngine) -> None:
    wanted = DOCUMENTS[7]
    for typed in (wanted.codes[0].lower(), "温市监罚[2022] 7号", wanted.names[0], wanted.title):
        result = search(filled, typed)
        assert result.ids[0] == wanted.id
        assert result.scores[0] == 1


def test_the_beginning_of_a_code_is_found(filled: SearchEngine) -> None:
    result = search(filled, "91330399MA0000000")
    assert set(result.ids) == {each.id for each in DOCUMENTS[:10]}
    assert result.mode is MatchMode.CODE_BEGINNING


def test_a_name_hit_comes_before_a_text_hit(engine: SearchEngine) -> None:
    in_text = document("某商行案", "销售酱油", rank=0)
    in_name = document("瓯禾酱油厂", kind=SearchKind.COMPANY, rank=9)
    engine.rebuild([in_text, in_name])
    assert search(engine, "酱油").ids == [in_name.id, in_text.id]


def test_similar_names_are_offered_when_nothing_matches(engine: SearchEngine) -> None:
    meant, other = document("温州鸿丰电工合金有限公司"), document("乐清砚汐食品商行")
    engine.rebuild([meant, other])
    result = search(engine, "温州宏丰电工合金有限公司")
    assert (result.mode, list(result.ids)) == (MatchMode.SIMILAR, [meant.id])
    assert list(search(engine, "hfdg").ids) == [meant.id]


def test_each_facet_counts_as_if_it_were_not_filtered(filled: SearchEngine) -> None:
    result = search(filled, "商行", district="330301", year=2021)
    in_year = [each for each in DOCUMENTS if each.year == 2021]
    in_district = [each for each in DOCUMENTS if each.district == "330301"]
    both = [each for each in in_year if each.district == "330301"]
    assert result.total == len(both)
    assert sum(result.facets["district"].values()) == len(in_year)
    assert sum(result.facets["year"].values()) == len(in_district)
    assert sum(result.facets["bureau_id"].values()) == len(both)
    assert result.facets["category"] == {both[0].category: len(both)}
    assert result.facets.names["bureau_id"][1] == "第1局"


def test_kinds_are_counted_without_the_kind_filter(engine: SearchEngine) -> None:
    engine.rebuild([document("酱油厂", kind=kind) for kind in SearchKind])
    result = search(engine, "酱油", kind=SearchKind.RED)
    assert result.total == 1
    assert result.kinds == dict.fromkeys(SearchKind, 1)


def test_newest_first_when_sorted_by_date(filled: SearchEngine) -> None:
    dates = {each.id: each.on for each in DOCUMENTS}
    ordered = [dates[id_] for id_ in search(filled, "商行", sort=BY_DATE).ids]
    assert ordered == sorted(ordered, reverse=True)


def test_pages_follow_each_other_without_gap_or_repetition(filled: SearchEngine) -> None:
    whole = list(search(filled, "商行").ids)
    pages = [search(filled, "商行", offset=start, limit=7).ids for start in range(0, 60, 7)]
    assert [id_ for page in pages for id_ in page] == whole


def test_a_record_is_shown_from_its_first_day_to_its_last(engine: SearchEngine) -> None:
    first, last = date(2026, 2, 1), date(2026, 2, 28)
    record = document("酱油案", visible_from=first, visible_until=last)
    engine.rebuild([record])
    assert not found(engine, "酱油", today=date(2026, 1, 31))
    assert found(engine, "酱油", today=first) == found(engine, "酱油", today=last) == {record.id}
    assert not found(engine, "酱油", today=date(2026, 3, 1))
    assert list(engine.hidden(date(2026, 3, 1))) == [record.id]


def test_a_minus_leaves_out_what_has_the_word(filled: SearchEngine) -> None:
    assert found(filled, "酱油 -保质期") == holding(DOCUMENTS, "酱油") - holding(
        DOCUMENTS, "保质期"
    )
    assert found(filled, "砚汐7号 -酱油") == holding(DOCUMENTS, "砚汐7号") - holding(
        DOCUMENTS, "酱油"
    )


def test_what_is_quoted_is_never_taken_for_something_similar(engine: SearchEngine) -> None:
    engine.rebuild([document("温州鸿丰电工合金有限公司")])
    assert found(engine, "宏丰电工合金")
    assert not found(engine, "“宏丰电工合金”")
    assert found(engine, '"鸿丰电工"') == found(engine, "「鸿丰电工」") == found(engine, "鸿丰电工")


def test_spelled_names_are_found_while_they_are_typed(engine: SearchEngine) -> None:
    meant = document("温州宏丰电工合金有限公司")
    engine.rebuild([meant, document("乐清砚汐食品商行")])
    for typed in ("hongfeng", "hongf", "hong feng dian", "HongFengDianGong", "hfdg", "hf"):
        assert found(engine, typed) == {meant.id}, typed


def test_a_name_that_sounds_the_same_comes_before_one_that_looks_alike(
    engine: SearchEngine,
) -> None:
    alike, sounding = document("宏光电工厂"), document("温州鸿丰电工合金有限公司")
    engine.rebuild([alike, sounding])
    assert search(engine, "宏丰电工合金").ids[0] == sounding.id


def test_ranges_of_dates_and_amounts_include_their_ends(engine: SearchEngine) -> None:
    large = document("酱油案", on=date(2026, 1, 1), amount_cents=5_000_099)
    small = document("酱油案", on=date(2026, 1, 2), amount_cents=5_000_00)
    neither = document("酱油通知", on=None)
    engine.rebuild([neither, small, large])
    assert found(engine, "酱油", day=Between(date(2026, 1, 2))) == {small.id}
    assert found(engine, "酱油", day=Between(last=date(2026, 1, 1))) == {large.id}
    assert found(engine, "酱油", amount=Between(5000, 5000)) == {small.id}
    assert found(engine, "酱油", amount=Between(5001)) == {large.id}
    assert found(engine, "酱油", amount=Between(last=10**9)) == {small.id, large.id}
    counts = search(engine, "酱油", amount=Between(5001), kind=SearchKind.RED)
    assert counts.kinds == {SearchKind.CASE: 1}
    by_amount = search(engine, "酱油", sort=BY_AMOUNT).ids
    assert list(by_amount) == [large.id, small.id, neither.id]


def test_filters_mean_the_same_in_the_index_and_in_the_database() -> None:
    record = document("酱油案", on=date(2026, 1, 1), amount_cents=5_000_50)
    assert Filters(day=Between(date(2026, 1, 1)), amount=Between(5000)).admits(record)
    assert not Filters(amount=Between(last=4999)).admits(record)
    assert not Filters(day=Between(last=date(2025, 12, 31))).admits(record)
    assert not Filters(amount=Between(0)).admits(document("酱油通知"))


def test_amounts_of_any_size_are_told_apart(engine: SearchEngine) -> None:
    billions = [
        document("酱油厂", key=key, amount_cents=yuan * 100)
        for key, yuan in ((1, 3_000_000_000), (2, 4_000_000_000))
    ]
    coins = document("酱油厂", key=3, amount_cents=50)
    none = document("酱油厂", key=4)
    engine.rebuild([*billions, coins, none])
    by_amount = search(engine, "酱油", sort=BY_AMOUNT).ids
    assert list(by_amount) == [billions[1].id, billions[0].id, coins.id, none.id]
    some = search(engine, "酱油", amount=Between(0)).ids
    assert set(some) == {billions[0].id, billions[1].id, coins.id}
    assert list(search(engine, "酱油", amount=Between(last=0)).ids) == [coins.id]
