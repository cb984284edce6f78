"""What words, quotes, letters and ranges mean, whatever engine answers."""

import random
from datetime import date

import pytest

from app.kernel.search.documents import SearchKind
from app.kernel.search.engine import Filters, MatchMode, SearchEngine
from app.kernel.search.facets import Between
from tests.support.search_documents import (
    BY_AMOUNT,
    document,
    found,
    records,
    search,
)

DOCUMENTS = records()


@pytest.fixture
def filled(engine: SearchEngine) -> SearchEngine:
    with engine.batch() as batch:
        batch.index(DOCUMENTS)
    return engine


def test_any_text_can_be_indexed(engine: SearchEngine) -> None:
    odd = document("\x00\ud800名" + chr(0x10FFFF), "𠮷野家\u200b酱油")
    engine.rebuild([odd])
    assert found(engine, "酱油") == found(engine, "𠮷野") == {odd.id}


def test_wildcards_and_operators_mean_nothing(filled: SearchEngine) -> None:
    assert found(filled, "酱*油") == found(filled, "酱 油")
    for harmless in ("*", "?", "****", "[a TO z]", "a~2", "text:*", "^^", '"'):
        assert not found(filled, harmless)


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


def test_a_record_is_shown_from_its_first_day_to_its_last(engine: SearchEngine) -> None:
    first, last = date(2026, 2, 1), date(2026, 2, 28)
    record = document("酱油案", visible_from=first, visible_until=last)
    engine.rebuild([record])
    assert not found(engine, "酱油", today=date(2026, 1, 31))
    assert found(engine, "酱油", today=first) == found(engine, "酱油", today=last) == {record.id}
    assert not found(engine, "酱油", today=date(2026, 3, 1))
    assert list(engine.hidden(date(2026, 3, 1))) == [record.id]


def test_a_name_is_found_by_its_sound_while_it_is_typed_and_by_what_is_similar(
    engine: SearchEngine,
) -> None:
    meant = document("温州宏丰电工合金有限公司")
    engine.rebuild([meant, document("乐清砚汐食品商行")])
    for typed in ("hongfeng", "hongf", "hong feng dian", "HongFengDianGong", "hfdg", "hf"):
        assert found(engine, typed) == {meant.id}, typed
    similar = search(engine, "温州鸿丰电工合金有限公司")
    assert (similar.mode, list(similar.ids)) == (MatchMode.SIMILAR, [meant.id])
    assert found(engine, "鸿丰电工合金") == {meant.id}
    assert not found(engine, "“鸿丰电工合金”"), "what is quoted is meant as it stands"
    assert found(engine, '"宏丰电工"') == found(engine, "「宏丰电工」") == {meant.id}


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


def test_pairs_that_meet_apart_do_not_make_a_word(engine: SearchEngine) -> None:
    apart = document("分开", "销售豆瓣，瓣酱已过期")
    engine.rebuild([apart])
    assert apart.id in found(engine, "豆瓣")
    assert apart.id not in found(engine, "豆瓣酱")


def test_nothing_is_found_across_two_fields(engine: SearchEngine) -> None:
    split = document("琼脂甲", texts=(("事实", "乙丙琼脂"), ("依据", "甲乙丁")), key=900_001)
    engine.rebuild([split])
    across = search(engine, "琼脂甲乙")
    assert across.mode is MatchMode.SIMILAR or not across.total
    assert split.id in found(engine, "琼脂甲")


def test_numbers_within_a_stretch_are_whole(engine: SearchEngine) -> None:
    house, other = document("门牌", "住在13号楼3单元"), document("门牌", "住在3号楼")
    engine.rebuild([house, other])
    assert found(engine, "3号楼") == {other.id}
    assert found(engine, "13号楼3单元") == {house.id}


def test_quoted_words_stand_side_by_side_and_words_left_out_do_too(engine: SearchEngine) -> None:
    beside, apart = document("橄榄 果脯"), document("果脯，又橄榄")
    engine.rebuild([beside, apart])
    assert found(engine, "橄榄 果脯") == {beside.id, apart.id}
    assert found(engine, "“橄榄 果脯”") == {beside.id}
    assert found(engine, "果脯 -又橄榄") == {beside.id}
    assert found(engine, "果脯 -又橄榄果") == {beside.id, apart.id}


def test_stretches_of_few_characters_are_found_only_where_they_stand_whole(
    engine: SearchEngine,
) -> None:
    chance = random.Random(5)  # noqa: S311  # the same texts each time
    pieces = "销售超过保质期的食品标注虚假生产日期未经许可经营违法添加防腐剂责令改正没收所得酱油醋"
    clauses = ["".join(chance.choices(pieces, k=chance.randrange(4, 14))) for _ in range(2_000)]
    texts = ["，".join(clauses[start : start + 5]) for start in range(0, len(clauses), 5)]
    documents = [document("某", text) for text in texts]
    engine.rebuild(documents)
    for clause in chance.sample(clauses, 200):
        start = chance.randrange(len(clause) - 1)
        part = clause[start : start + chance.randrange(2, 9)]
        expected = {each.id for each in documents if part in each.texts[0][1]}
        result = search(engine, part)
        assert (part, set(result.ids)) == (part, expected)
        assert (result.total, result.approximate) == (len(expected), False)
