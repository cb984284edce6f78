"""A question of the corpus, asked as the site asks it."""

from datetime import date

from app.kernel.search.engine import ResultSlice, SearchEngine
from app.kernel.search.plan import plan
from tests.bench.corpus import Query

PAGE = 20
TODAY = date(2026, 3, 4)


def ask(engine: SearchEngine, query: Query) -> tuple[list[int], int]:
    """The keys of one page of results, and how many there are."""
    wanted = ResultSlice(query.filters, query.sort, query.offset, PAGE, query.counts)
    found = engine.search(plan(query.text), wanted, today=TODAY)
    return [each.key for each in found.ids], found.total
