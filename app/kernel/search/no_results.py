"""What can still be said when nothing was found: which word is to blame, and names nearby."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.kernel import clock
from app.kernel.search.documents import SearchDocument, SearchKind
from app.kernel.search.engine import RELEVANCE, Filters, Matches, MatchMode
from app.kernel.search.find import SearchPage, current
from app.kernel.search.index_recovery import asking
from app.kernel.search.plan import QueryPlan, plan

MAX_WORDS = 6
MAX_NAMES = 5


@dataclass(frozen=True, slots=True)
class Lost:
    """Each word with the number of records that have it, and companies with a similar name."""

    words: Sequence[tuple[str, int]] = ()
    names: Sequence[SearchDocument] = ()
    unquoted: tuple[str, int] | None = None
    """The words of what was quoted, and in how many records they stand, together or apart."""

    @property
    def missing(self) -> list[str]:
        """The words that stand in no record."""
        return [word for word, total in self.words if not total]

    @property
    def present(self) -> list[tuple[str, int]]:
        """The other words."""
        return [(word, total) for word, total in self.words if total]


def lost(found: SearchPage) -> Lost:
    """Help for a search that found nothing, or only what is similar; else empty."""
    if found.total_of_kinds and found.mode is not MatchMode.SIMILAR:
        return Lost()
    query = plan(found.request.text)
    words = query.terms[:MAX_WORDS] if len(query.terms) > 1 else ()
    return Lost(
        unquoted=_unquoted(query),
        words=[(word, _ask(plan(f"“{word}”"), Filters()).total) for word in words],
        names=() if found.total_of_kinds else _similar_names(query),
    )


def _unquoted(query: QueryPlan) -> tuple[str, int] | None:
    if not query.quoted or len(query.words) < 2:
        return None
    apart = " ".join(query.words)
    total = _ask(plan(apart), Filters()).total
    return (apart, total) if total else None


def _similar_names(query: QueryPlan) -> Sequence[SearchDocument]:
    """Companies that are called nearly so, also where just this was asked for."""
    companies = Filters(kind=SearchKind.COMPANY)
    nearest = _ask(replace(query, quoted=False, excluded=()), companies, names_only=True)
    documents = current(nearest.ids, companies)
    return [documents[each] for each in nearest.ids if each in documents]


def _ask(query: QueryPlan, filters: Filters, *, names_only: bool = False) -> Matches:
    with asking() as engine:
        return engine.search(
            query,
            filters=filters,
            sort=RELEVANCE,
            offset=0,
            limit=MAX_NAMES,
            today=clock.today(),
            names_only=names_only,
            facets=False,
        )
