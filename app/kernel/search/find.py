"""Finding: a request becomes a page of hits, each read from the database as it is now.

Beside it, what can still be said when nothing was found, and names that are about to be typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil
from time import perf_counter
from typing import Any

from app.kernel import clock
from app.kernel.errors import InvalidInputError
from app.kernel.search import sources, state
from app.kernel.search.analysis import exact_key, is_cjk
from app.kernel.search.documents import PROPERTIES, DocumentId, SearchDocument, SearchKind
from app.kernel.search.engine import (
    RELEVANCE,
    SORT_ORDERS,
    FacetCounts,
    Filters,
    Matches,
    MatchMode,
    ResultSlice,
    SearchEngine,
    SortOrder,
)
from app.kernel.search.facets import ChoiceFacet, Facet
from app.kernel.search.plan import QueryPlan, plan
from app.kernel.search.properties import number, one_of, parameter_text
from app.kernel.search.snippets import Explainer, Hit
from app.kernel.search.state import appearance_of, usable_engine

PAGE_SIZE = 20
MAX_TEXT = 100
"""In characters."""
MAX_PAGE = 100_000
MAX_WORDS = 6
MAX_NAMES = 5
TOTAL_ONLY = ResultSlice(limit=1, facets=False)
MAX_SUGGESTIONS = 10
LEAST_LETTERS = 2
_WRONG_PAGE = f"页码（page）应为 1 到 {MAX_PAGE} 的数字。"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What a person looks for."""

    text: str
    filters: Filters = field(default_factory=Filters)
    sort: SortOrder = RELEVANCE
    page: int = 1


def request_from(arguments: Mapping[str, str]) -> SearchRequest:
    """What is looked for. Raises InvalidInputError, which names the parameter and its values."""
    sort, page = parameter_text(arguments, "sort"), parameter_text(arguments, "page")
    return SearchRequest(
        text=text_from(arguments),
        filters=Filters(**{each.name: each.read(arguments) for each in PROPERTIES}),
        sort=one_of(SORT_ORDERS, sort, "排序方式（sort）") if sort else RELEVANCE,
        page=number(page, _WRONG_PAGE, 1, MAX_PAGE) if page else 1,
    )


def text_from(arguments: Mapping[str, str]) -> str:
    """The words in ``q``. Raises InvalidInputError for more than 100 characters."""
    text = " ".join(arguments.get("q", "").split())
    if len(text) > MAX_TEXT:
        raise InvalidInputError(f"搜索的文字最多 {MAX_TEXT} 个字，请缩短后再试。")
    return text


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
    """That the search took."""

    @property
    def kinds(self) -> Mapping[SearchKind, int]:
        """How many results each kind has, when no kind is chosen."""
        return self.facets["kind"]

    def names(self, facet: Facet) -> Mapping[Any, str] | None:
        """What the values of a property are called; None where they speak for themselves."""
        if isinstance(facet, ChoiceFacet):
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
    documents = visible_records(matches.ids, request.filters)
    explainer = Explainer(query, matches.mode)
    hits = [
        explainer.explain(documents[found], appearance_of(documents[found]).title_label, score)
        for found, score in zip(matches.ids, matches.scores, strict=True)
        if found in documents
    ]
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
    offset = (request.page - 1) * PAGE_SIZE
    return _ask(query, ResultSlice(request.filters, request.sort, offset, PAGE_SIZE))


def _ask(query: QueryPlan, result_slice: ResultSlice) -> Matches:
    with usable_engine() as engine:
        return engine.search(query, result_slice, today=clock.today())


def visible_records(
    ids: Sequence[DocumentId], filters: Filters
) -> dict[DocumentId, SearchDocument]:
    """The records as they are in the database now, without those the public may not see."""
    today = clock.today()
    return {
        document.id: document
        for document in sources.current_records(ids)
        if document.visible_on(today) and filters.admits(document)
    }


@dataclass(frozen=True, slots=True)
class NoResultsHelp:
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


def no_results_help(page: SearchPage) -> NoResultsHelp:
    """Help for a search that found nothing, or only what is similar; else empty.

    Raises SearchUnavailableError when the index can't answer.
    """
    if page.total_of_kinds and page.mode is not MatchMode.SIMILAR:
        return NoResultsHelp()
    query = plan(page.request.text)
    words = query.terms[:MAX_WORDS] if len(query.terms) > 1 else ()
    return NoResultsHelp(
        unquoted=_unquoted(query),
        words=[(word, _ask(plan(f"“{word}”"), TOTAL_ONLY).total) for word in words],
        names=() if page.total_of_kinds else _similar_names(query),
    )


def _unquoted(query: QueryPlan) -> tuple[str, int] | None:
    if not query.quoted or len(query.words) < 2:
        return None
    apart = " ".join(query.words)
    total = _ask(plan(apart), TOTAL_ONLY).total
    return (apart, total) if total else None


def _similar_names(query: QueryPlan) -> Sequence[SearchDocument]:
    """Companies that are called nearly so, also where just this was asked for."""
    companies = Filters(kind=SearchKind.COMPANY)
    result_slice = ResultSlice(companies, limit=MAX_NAMES, facets=False, names_only=True)
    nearest = _ask(replace(query, quoted=False, excluded=()), result_slice)
    documents = visible_records(nearest.ids, companies)
    return [documents[each] for each in nearest.ids if each in documents]


@dataclass(frozen=True, slots=True)
class SearchSuggestion:
    """A company's name, or a code or document number, and the record that it leads to."""

    text: str
    detail: str
    document: SearchDocument


def suggest(text: str, *, limit: int = MAX_SUGGESTIONS) -> list[SearchSuggestion]:
    """Names with what was typed so far, and codes and numbers that begin so; the best first.

    Raises SearchUnavailableError when the index can't answer.
    """
    query = plan(text)
    if query.is_empty or (len(query.exact) < LEAST_LETTERS and not is_cjk(query.exact)):
        return []
    with usable_engine() as engine:
        ids = suggested_ids(engine, query, limit=limit, today=clock.today())
    documents = visible_records(ids, Filters())
    found = (documents[each] for each in dict.fromkeys(ids) if each in documents)
    return [_suggestion(each, query.exact) for each in found][:limit]


def suggested_ids(
    engine: SearchEngine, query: QueryPlan, *, limit: int, today: date
) -> Sequence[DocumentId]:
    """The records to suggest, as the index knows them, the best first: up to twice ``limit``."""
    if query.code_beginning:
        return engine.completions(query.exact, limit=limit, today=today)
    companies = Filters(kind=SearchKind.COMPANY)
    result_slice = ResultSlice(companies, limit=limit, facets=False, names_only=True)
    names = engine.search(query, result_slice, today=today)
    if names.mode is MatchMode.WORDS and len(names.ids) >= limit:
        return names.ids
    numbers = engine.completions(query.exact, limit=limit, today=today)
    alike = names.mode is MatchMode.SIMILAR
    return [*numbers, *names.ids] if alike else [*names.ids, *numbers]


def _suggestion(document: SearchDocument, typed: str) -> SearchSuggestion:
    """The company by its name, any other record by its number."""
    if document.kind is SearchKind.COMPANY:
        return SearchSuggestion(document.title, document.ref, document)
    numbers = (*document.numbers, *document.codes)
    beginning = (number for number in numbers if exact_key(number).startswith(typed))
    return SearchSuggestion(next(beginning, document.title), document.title, document)
