"""Typos, pinyin and beginnings of codes: the engines answer alike, in the same order."""

import random
from collections.abc import Iterator

import pytest
from flask import Flask
from pypinyin import Style, lazy_pinyin

from app.kernel.search import state
from app.kernel.search.documents import SearchDocument, SearchKind
from app.kernel.search.engine import Matches, MatchMode
from app.kernel.search.whoosh_engine import WhooshEngine
from tests.support.altered_names import core
from tests.support.search_documents import city_records, search
from tests.support.search_site import ON_POSTGRES

pytestmark = [
    pytest.mark.skipif(not ON_POSTGRES, reason="needs PostgreSQL"),
    pytest.mark.parametrize("home", ["postgres"], indirect=True, scope="module"),
]

DOCUMENTS = city_records(400)
SIMILAR = "宏丰梦泉乔坛蓝笔汐惜析"


def _typed(documents: list[SearchDocument]) -> Iterator[str]:
    chance = random.Random(4)  # noqa: S311  # the same questions each time
    for document in chance.sample(documents, 15):
        name = core(document.title)
        place = chance.randrange(min(4, len(name)))
        yield name[:place] + chance.choice(SIMILAR) + name[place + 1 :]
        yield name[-2:] + name[:-2]
        yield name[:2] + name[-2:]
        yield "".join(lazy_pinyin(name[: chance.randrange(2, 5)]))
        yield " ".join(lazy_pinyin(name[:3]))
        yield "".join(lazy_pinyin(name[:4]))[:-1]
        yield "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))[: chance.randrange(2, 9)]
        for code in document.codes:
            yield code[: chance.randrange(6, 18)].lower()


def _answer(found: Matches) -> tuple[object, ...]:
    return found.mode, found.total, dict(found.kinds), list(found.ids)


def test_both_engines_answer_alike(site: Flask, tmp_path_factory: pytest.TempPathFactory) -> None:
    in_files, in_database = WhooshEngine(tmp_path_factory.mktemp("index")), state.of(site).engine
    for engine in (in_files, in_database):
        engine.rebuild(DOCUMENTS)
    modes = set[MatchMode]()
    for text in _typed(DOCUMENTS):
        for narrowed in ({}, {"names_only": True}, {"kind": SearchKind.COMPANY}):
            first = search(in_files, text, **narrowed)
            second = search(in_database, text, **narrowed)
            assert _answer(first) == _answer(second), (text, narrowed)
            assert list(first.scores) == pytest.approx(list(second.scores), abs=0.0011), text
            modes.add(first.mode)
    assert modes == set(MatchMode)
