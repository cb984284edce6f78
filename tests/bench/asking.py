"""A question of the corpus, asked as the site asks it."""

from datetime import date

from app.kernel.search.engine import SearchEngine
from app.kernel.search.plan import plan
from tests.bench.corpus import Query

PAGE = 20
TODAY = date(2026, 3, 4)


def ask(engine: SearchEngine, query: Query) -> tuple[list[int], int]:
    """The keys of one page of results, and how many there are."""
    found = engine.search(
        plan(query.text),
        filters=query.filters,
        sort=query.sort,
        offset=query.offset,
        limit=PAGE,
        today=TODAY,
        facets=query.counts,
    )
    return [each.key for each in found.ids], found.total
