"""The form in which texts meet, the tokens they are filed under, and the plan of a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.search.analysis import exact_key, fold, index_tokens, initial_tokens, origins, runs
from app.kernel.search.plan import MAX_LENGTH, plan


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("違法", "违法"),
        ("ＧＢ２７１７", "gb2717"),
        ("醬油\u3000廠", "酱油 厂"),
        ("a\x00b", "ab"),
        ("㎡", "m2"),
        ("ﬁne", "fine"),
    ],
)
def test_different_ways_to_write_meet_in_one_form(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_each_folded_character_knows_where_it_came_from(text: str) -> None:
    folded, positions = fold(text), origins(text)
    assert folded == fold(text)
    assert len(positions) == len(folded)
    assert list(positions) == sorted(positions)
    assert all(folded[i] in fold(text[place]) for i, place in enumerate(positions))


@given(st.text(st.characters()))
def test_any_text_can_be_planned_and_filed(text: str) -> None:
    plan(text)
    assert all(token.encode() for token in index_tokens(fold(text)))


def test_a_document_number_is_the_same_with_any_brackets_and_spaces() -> None:
    ways = [
        "温市监罚〔2026〕213号",
        "温市监罚[2026]213号",
        "温市监罚（2026） 213号",
        "温市監罰【2026】213號",
    ]
    assert len({exact_key(way) for way in ways}) == 1


def test_every_character_of_a_run_begins_a_token() -> None:
    tokens = index_tokens("虚假酱油")
    assert tokens == {"虚假", "假酱", "酱油", "油"}


def test_latin_words_are_whole_and_never_mix_with_characters() -> None:
    assert runs(fold("不符合GB 2717—2018要求")) == ["不符合", "gb", "2717", "2018", "要求"]


def test_initials_follow_each_reading_of_a_character() -> None:
    assert {"~hfdg"} <= initial_tokens("华峰电工")
    assert {"~cqhg", "~zqhg"} <= initial_tokens("重庆火锅")


def test_punctuation_alone_asks_for_nothing() -> None:
    assert plan(" *?~^[TO] \"'\\ ".replace("TO", "")).is_empty
    assert plan("").is_empty


def test_a_long_text_is_cut() -> None:
    assert plan("酱" * 10_000) == plan("酱" * MAX_LENGTH)


def test_query_language_is_plain_text() -> None:
    assert plan("title:酱油 AND NOT 食醋*").words == ("title", "酱油", "and", "not", "食醋")


@pytest.mark.parametrize(
    ("typed", "words", "excluded"),
    [
        ("酱油 -食醋", ("酱油",), ["食醋"]),
        ("-食醋 酱油", ("酱油",), ["食醋"]),
        ("酱油 －“标注 虚假”", ("酱油",), ["标注", "虚假"]),
        ("ZD2026-037", ("zd2026", "037"), []),
        ("-酱油", ("酱油",), []),
        ("酱油 -", ("酱油",), []),
        ("“酱油 食醋”案", ("酱油", "食醋", "案"), []),
        ('没关的"引号', ("没关的", "引号"), []),
    ],
)
def test_a_minus_before_a_word_leaves_it_out(
    typed: str, words: tuple[str, ...], excluded: list[str]
) -> None:
    made = plan(typed)
    assert made.words == words
    assert [word for each in made.excluded for word in each.words] == excluded


@given(st.text(alphabet="酱油 -\"“”「」'*a1", max_size=200))
def test_quotation_marks_and_minus_can_stand_anywhere(text: str) -> None:
    assert plan(text).is_empty == (not runs(fold(text)))
