"""Of very many candidates Whoosh's engine looks into some only: the page is right all the same."""

import random
from pathlib import Path

from app.kernel.search.engine import MatchMode
from app.kernel.search.whoosh_engine import WhooshEngine
from tests.support.search_documents import TODAY, city_records, search
from tests.support.search_oracle import Oracle, Question


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
    starts = [(chance.choice(texts), chance.randrange(20)) for _ in range(200)]
    parts = [text[start : start + chance.randrange(3, 7)] for text, start in starts]
    return [part for part in parts if len(part) > 2 and part.isalpha()]
