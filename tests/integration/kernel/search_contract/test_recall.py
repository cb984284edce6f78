"""Real names, written as people write them: the company that is meant is on the first page."""

from collections import defaultdict
from pathlib import Path

import pytest

from app.kernel.search.engine import SearchEngine
from tests.support.altered_names import altered_names, companies
from tests.support.search_documents import search

NAMES = Path(__file__).parents[5] / "shared" / "data" / "enterprises_wenzhou" / "enterprises.csv"
PER_KIND = 25
RECALL, RECALL_OF_KIND = 0.97, 0.9


@pytest.mark.skipif(not NAMES.exists(), reason="the list of real names is not on this machine")
def test_altered_names_find_the_company_that_is_meant(engine: SearchEngine) -> None:
    documents = companies(NAMES)
    engine.rebuild(documents)
    found: dict[str, list[bool]] = defaultdict(list)
    for altered in altered_names(documents, PER_KIND):
        hits = search(engine, altered.typed, limit=10).ids
        found[altered.kind].append(altered.key in {hit.key for hit in hits})
    recall = {kind: sum(each) / len(each) for kind, each in found.items()}
    assert min(recall.values()) >= RECALL_OF_KIND, recall
    assert sum(recall.values()) / len(recall) >= RECALL, recall
