"""Finding: a request becomes a page of hits, each read from the database as it is now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from time import perf_counter
from typing import Any

from markupsafe import Markup

from app.kernel import clock
from app.kernel.search import sources, state
from app.kernel.search.appearance import title_label_of
from app.kernel.search.documents import DocumentId, SearchDocument, SearchKind
from app.kernel.search.engine import (
    RELEVANCE,
    FacetCounts,
    Filters,
    Matches,
    MatchMode,
    SortOrder,
)
from app.kernel.search.facets import Choice, Facet
from app.kernel.search.index_recovery import asking
from app.kernel.search.plan import QueryPlan, plan
from app.kernel.search.snippets import Explainer

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What a person looks for."""

    text: str
    filters: Filters = field(default_factory=Filters)
    sort: SortOrder = RELEVANCE
    page: int = 1


@dataclass(frozen=True, slots=True)
class Hit:
    """A record on the page of results."""

    document: SearchDocument
    title: Markup
    snippet: Markup
    facts: Sequence[str]
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results, and what is known about all of them."""

    request: SearchRequest
    hits: Sequence[Hit]
    total: int
    facets: FacetCounts
    mode: MatchMode
    approximate: bool
    seconds: float

    @property
    def kinds(self) -> Mapping[SearchKind, int]:
        """How many results each kind has, when no kind is chosen."""
        return self.facets["kind"]

    def names(self, facet: Facet) -> Mapping[Any, str] | None:
        """What the values of a property are called; None where they speak for themselves."""
        if isinstance(facet, Choice):
            return {member: member.label for member in facet.members}
        if facet.named_by:
            return self.facets.names.get(facet.name, {})
        names = state.current().names.get(facet.name)
        return names and names()

    @property
    def pages(self) -> int:
        """The number of pages."""
        return ceil(self.total / PAGE_SIZE)

    @property
    def total_of_kinds(self) -> int:
        """The number of results when no kind is chosen."""
        return sum(self.kinds.values())


def find(request: SearchRequest) -> SearchPage:
    """The page of results. Raises SearchUnavailableError when the index can't answer.

    Each hit is read from its source: a record that has been withdrawn, or changed so that it
    no longer passes the filters, is not shown even when the index does not know yet. A page
    beyond the last gives the last.
    """
    started = perf_counter()
    query = plan(request.text)
    matches = _matches(query, request)
    if matches.total and not matches.ids:
        request = replace(request, page=ceil(matches.total / PAGE_SIZE))
        matches = _matches(query, request)
    hits = _hits(matches, query, request.filters)
    return SearchPage(
        request=request,
        hits=hits,
        total=matches.total - (len(matches.ids) - len(hits)),
        facets=matches.facets,
        mode=matches.mode,
        approximate=matches.approximate,
        seconds=perf_counter() - started,
    )


def _matches(query: QueryPlan, request: SearchRequest) -> Matches:
    with asking() as engine:
        return engine.search(
            query,
            filters=request.filters,
            sort=request.sort,
            offset=(request.page - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
            today=clock.today(),
        )


def _hits(matches: Matches, query: QueryPlan, filters: Filters) -> list[Hit]:
    documents = current(matches.ids, filters)
    explainer = Explainer(query, matches.mode, title_label_of)
    hits = []
    for document_id, score in zip(matches.ids, matches.scores, strict=True):
        if document := documents.get(document_id):
            text = explainer.explain(document)
            hits.append(Hit(document, text.title, text.snippet, text.facts, text.reason, score))
    return hits


def current(ids: Sequence[DocumentId], filters: Filters) -> dict[DocumentId, SearchDocument]:
    """The records as they are in the database now, without those the public may not see."""
    today = clock.today()
    return {
        document.id: document
        for document in sources.current_records(ids)
        if document.visible_on(today) and filters.admits(document)
    }
