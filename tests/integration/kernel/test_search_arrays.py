"""The files of the index: sets, terms and segments against plain Python, and against Whoosh."""

import random
from pathlib import Path

import numpy as np
import pytest
from whoosh import index as whoosh_index
from whoosh.query import And, Prefix, Term

from app.kernel.search.engine import MatchMode
from app.kernel.search.whoosh_engine import WhooshEngine
from app.kernel.search.whoosh_engine.docsets import (
    DENSE_FROM,
    DocSet,
    intersection,
    is_dense,
    union,
)
from app.kernel.search.whoosh_engine.files import ArrayFile, ArrayWriter
from app.kernel.search.whoosh_engine.postings import DELETED, FieldPool, merge_field
from app.kernel.search.whoosh_engine.terms import TermField, TermLookup
from tests.support.search_documents import TODAY, city_records, document, found, records, search
from tests.support.search_oracle import Oracle, Question

SIZE = 5_000
COUNTS = (0, 1, 40, DENSE_FROM - 1, DENSE_FROM, 3_000, SIZE)
WORDS = ("a", "甲乙", "甲", "=hua'feng", "=hua'feng'", "乙甲丙丁", "zzzzzzzz", "zzzzzzzzz", "𠮷")


def _set(members: set[int], size: int = SIZE) -> DocSet:
    mask = np.zeros(size, np.bool_)
    mask[list(members)] = True
    return DocSet.of_mask(mask)


def _members(count: int, seed: int) -> set[int]:
    return set(random.Random(seed).sample(range(SIZE), count))  # noqa: S311


@pytest.mark.parametrize("left", COUNTS)
@pytest.mark.parametrize("right", COUNTS)
def test_sets_of_documents_act_as_sets_whatever_their_form(left: int, right: int) -> None:
    one, other = _members(left, 1), _members(right, 2)
    a, b = _set(one), _set(other)
    assert (a.bits is not None) == is_dense(left, SIZE)
    assert set((a & b).numbers.tolist()) == one & other
    assert set((a | b).numbers.tolist()) == one | other
    assert set((a - b).numbers.tolist()) == one - other
    assert (a - b).count == len(one - other)
    asked = np.array(sorted(other), np.int32)
    assert a.holds(asked).tolist() == [number in one for number in asked.tolist()]
    assert a.first(17).tolist() == sorted(one)[:17]
    assert intersection([a, b, a], SIZE).numbers.tolist() == sorted(one & other)
    assert union([a, b], SIZE).numbers.tolist() == sorted(one | other)


def _write(path: Path, documents: list[set[str]]) -> TermField:
    pool = FieldPool()
    for terms in documents:
        pool.add(terms)
    with ArrayWriter(path) as out:
        pool.write(out, "f")
    return TermField("f", ArrayFile(path), len(documents))


def _check(field: TermField, documents: list[set[str]]) -> None:
    """The field knows the terms of these documents, and no others."""
    known = sorted({term for terms in documents for term in terms})
    assert [term.decode() for term in field.all_terms()] == known
    for term in (*WORDS, *known):
        holding = [number for number, terms in enumerate(documents) if term in terms]
        assert field.find(TermLookup.of([term])).numbers.tolist() == holding
    for beginning in ("", "z", "zzzzzzzz", "zzzzzzzzz", "=hua'feng", "甲", "乙甲丙", "没有"):
        places = field.beginning_with(beginning)
        assert [field.term(place).decode() for place in places] == [
            term for term in known if term.startswith(beginning)
        ]
        holding = [
            number
            for number, terms in enumerate(documents)
            if any(term.startswith(beginning) for term in terms)
        ]
        assert field.union(places).numbers.tolist() == holding


def _documents(count: int, seed: int) -> list[set[str]]:
    chance = random.Random(seed)  # noqa: S311  # the same each time
    return [set(chance.sample(WORDS, chance.randrange(4))) | {f"code{n}"} for n in range(count)]


@pytest.mark.parametrize("count", [1, 50, 3_000])
def test_terms_are_found_whole_and_by_their_beginning(tmp_path: Path, count: int) -> None:
    documents = _documents(count, 3)
    _check(_write(tmp_path / "terms", documents), documents)


@pytest.mark.parametrize("counts", [(3, 5), (2_000, 1, 1_500), (1, 4)])
def test_united_terms_are_those_of_the_documents_that_are_kept(
    tmp_path: Path, counts: tuple[int, ...]
) -> None:
    chance = random.Random(5)  # noqa: S311  # the same each time
    sources, places = [], list(range(sum(counts)))
    chance.shuffle(places)
    living: dict[int, set[str]] = {}
    for number, count in enumerate(counts):
        documents = _documents(count, number)
        new = np.array([places.pop() for _ in documents], np.int32)
        new[::3] = DELETED
        living |= dict(zip(new.tolist(), documents, strict=True))
        sources.append((_write(tmp_path / str(number), documents), new))
    living.pop(DELETED, None)
    with ArrayWriter(tmp_path / "united") as out:
        merge_field(out, "f", sources, sum(counts))
    united = [living.get(place, set()) for place in range(sum(counts))]
    _check(TermField("f", ArrayFile(tmp_path / "united"), sum(counts)), united)


def test_a_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    with ArrayWriter(tmp_path / "whole") as out:
        out.write("a", np.arange(500))
        out.write("b", np.arange(3))
    content = (tmp_path / "whole").read_bytes()
    for end in range(0, len(content), 7):
        (tmp_path / "cut").write_bytes(content[:end])
        with pytest.raises(ValueError, match="cut is damaged"):
            ArrayFile(tmp_path / "cut")


def test_whoosh_itself_reads_the_index(tmp_path: Path) -> None:
    engine, replaced = (
        WhooshEngine(tmp_path / "index"),
        document("改名为琼脂商行", key=records()[0].key),
    )
    engine.rebuild(records())
    with engine.batch() as batch:
        batch.index([replaced])
    (directory,) = (tmp_path / "index").glob("0*")
    with whoosh_index.open_dir(str(directory)).searcher() as searcher:
        for words in (["酱油"], ["商行"], ["商行", "琼脂"]):
            query = And([Term("t", word) for word in words])
            assert len(list(searcher.docs_for_query(query))) == len(found(engine, " ".join(words)))
        assert len(list(searcher.docs_for_query(Prefix("t", "琼")))) == len(found(engine, "琼"))


def test_two_frequent_words_that_never_meet_find_names_that_are_alike(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "index")
    words = ("砚汐商行", "瓯禾食品厂")
    engine.rebuild(document(words[key % 2], key=key) for key in range(2 * DENSE_FROM + 2))
    answer = search(engine, "砚汐 瓯禾", limit=20)
    assert (answer.mode, answer.total) == (MatchMode.SIMILAR, 2 * DENSE_FROM + 2)


def test_a_page_is_right_even_where_totals_are_estimated(tmp_path: Path) -> None:
    documents = city_records(600)
    engine = WhooshEngine(tmp_path / "index", proven_limit=10)
    engine.rebuild(documents)
    oracle = Oracle(documents)
    for part in _stretches([each.texts[1][1] for each in documents]):
        expected = {each.document.id for each in oracle.matching(Question(words=(part,)), TODAY)}
        first = search(engine, part, limit=20)
        if first.mode is not MatchMode.WORDS:
            assert not expected, part
            continue
        assert set(first.ids) <= expected, part
        assert len(first.ids) == min(20, len(expected)), part
        if not first.approximate:
            assert first.total == len(expected)


def _stretches(texts: list[str]) -> list[str]:
    chance = random.Random(6)  # noqa: S311  # the same questions each time
    starts = [(chance.choice(texts), chance.randrange(20)) for _ in range(100)]
    parts = [text[start : start + chance.randrange(3, 7)] for text, start in starts]
    return [part for part in parts if len(part) > 2 and part.isalpha()]
