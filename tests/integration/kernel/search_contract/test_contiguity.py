"""A stretch of characters is found where it stands as a whole, and nowhere else."""

import random
import re
from collections.abc import Sequence

import pytest

from app.kernel.search.analysis import CJK, fold
from app.kernel.search.documents import DocumentId, SearchDocument
from app.kernel.search.engine import MatchMode, SearchEngine
from tests.support.search_documents import document, found, search

SIZE = 1_500
QUESTIONS = 600
PIECES = "销售超过保质期的食品标注虚假生产日期未经许可经营违法添加防腐剂责令改正没收所得酱油醋"

_STRETCH = re.compile(f"[{CJK}]+")


def _text(chance: random.Random) -> str:
    """Clauses of few different characters, so that pairs meet apart in many texts."""
    clauses = ("".join(chance.choices(PIECES, k=chance.randrange(4, 14))) for _ in range(5))
    return "，".join(clauses) + f"，罚款{chance.randrange(90)}元。"


@pytest.fixture(scope="module")
def documents() -> list[SearchDocument]:
    chance = random.Random(5)  # noqa: S311  # the same texts each time
    return [
        document(f"瓯{''.join(chance.choices(PIECES[:24], k=4))}厂", _text(chance))
        for _ in range(SIZE)
    ]


def _substrings(documents: Sequence[SearchDocument], number: int) -> list[str]:
    chance = random.Random(6)  # noqa: S311  # the same questions each time
    asked: list[str] = []
    while len(asked) < number:
        chosen = chance.choice(documents)
        stretch = chance.choice(_STRETCH.findall(chance.choice((chosen.title, chosen.texts[0][1]))))
        length = chance.randrange(2, 9)
        start = chance.randrange(max(len(stretch) - length, 0) + 1)
        if len(part := stretch[start : start + length]) > 1:
            asked.append(part)
    return asked


def _holding(texts: dict[DocumentId, str], part: str) -> set[DocumentId]:
    return {each for each, text in texts.items() if part in text}


def test_random_substrings_find_what_a_plain_look_finds(
    engine: SearchEngine, documents: list[SearchDocument]
) -> None:
    engine.rebuild(documents)
    texts = {each.id: fold(f"{each.title}\n{each.texts[0][1]}") for each in documents}
    for part in _substrings(documents, QUESTIONS):
        expected = _holding(texts, part)
        result = search(engine, part, limit=SIZE)
        assert (part, set(result.ids)) == (part, expected)
        assert (result.total, result.approximate) == (len(expected), False)


def test_pairs_that_meet_apart_do_not_make_a_word(engine: SearchEngine) -> None:
    apart = document("分开", "销售豆瓣，瓣酱已过期")
    with engine.batch() as batch:
        batch.index([apart])
    assert apart.id in found(engine, "豆瓣")
    assert apart.id not in found(engine, "豆瓣酱")


def test_nothing_is_found_across_two_fields(engine: SearchEngine) -> None:
    split = document("琼脂甲", texts=(("事实", "乙丙琼脂"), ("依据", "甲乙丁")), key=900_001)
    with engine.batch() as batch:
        batch.index([split])
    across = search(engine, "琼脂甲乙")
    assert across.mode is MatchMode.SIMILAR or not across.total
    assert split.id in found(engine, "琼脂甲")


def test_numbers_within_a_stretch_are_whole(engine: SearchEngine) -> None:
    house, other = document("门牌", "住在13号楼3单元"), document("门牌", "住在3号楼")
    with engine.batch() as batch:
        batch.index([house, other])
    assert found(engine, "3号楼") == {other.id}
    assert found(engine, "13号楼3单元") == {house.id}


def test_quoted_words_stand_side_by_side_and_words_left_out_do_too(engine: SearchEngine) -> None:
    beside, apart = document("橄榄 果脯"), document("果脯，又橄榄")
    with engine.batch() as batch:
        batch.index([beside, apart])
    assert found(engine, "橄榄 果脯") == {beside.id, apart.id}
    assert found(engine, "“橄榄 果脯”") == {beside.id}
    assert found(engine, "果脯 -又橄榄") == {beside.id}
    assert found(engine, "果脯 -又橄榄果") == {beside.id, apart.id}
