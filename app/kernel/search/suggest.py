"""Suggesting: the names and numbers that a person may be about to type."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.kernel import clock
from app.kernel.search.documents import DocumentId, SearchDocument, SearchKind
from app.kernel.search.engine import RELEVANCE, Filters, MatchMode, SearchEngine
from app.kernel.search.find import current
from app.kernel.search.index_recovery import asking
from app.kernel.search.normalise import exact_key
from app.kernel.search.plan import QueryPlan, plan
from app.kernel.search.tokens import is_cjk

MAX_SUGGESTIONS = 10
LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A company's name, or a code or document number, and the record that it leads to."""

    text: str
    detail: str
    document: SearchDocument


def suggest(text: str, *, limit: int = MAX_SUGGESTIONS) -> list[Suggestion]:
    """Names with what was typed so far, and codes and numbers that begin so; the best first."""
    query = plan(text)
    if query.is_empty or (len(query.exact) < LEAST_LETTERS and not is_cjk(query.exact)):
        return []
    with asking() as engine:
        ids = suggested_ids(engine, query, limit=limit, today=clock.today())
    documents = current(ids, Filters())
    found = (documents[each] for each in dict.fromkeys(ids) if each in documents)
    return [_suggestion(each, query.exact) for each in found][:limit]


def suggested_ids(
    engine: SearchEngine, query: QueryPlan, *, limit: int, today: date
) -> Sequence[DocumentId]:
    """The records to suggest, the best first, as the index knows them."""
    if query.code_beginning:
        return engine.completions(query.exact, limit=limit, today=today)
    names = engine.search(
        query,
        filters=Filters(kind=SearchKind.COMPANY),
        sort=RELEVANCE,
        offset=0,
        limit=limit,
        today=today,
        names_only=True,
        facets=False,
    )
    if names.mode is MatchMode.WORDS and len(names.ids) >= limit:
        return names.ids
    numbers = engine.completions(query.exact, limit=limit, today=today)
    alike = names.mode is MatchMode.SIMILAR
    return [*numbers, *names.ids] if alike else [*names.ids, *numbers]


def _suggestion(document: SearchDocument, typed: str) -> Suggestion:
    """The company by its name, any other record by its number."""
    if document.kind is SearchKind.COMPANY:
        return Suggestion(document.title, document.ref, document)
    number = next(_beginning(document, typed), document.title)
    return Suggestion(number, document.title, document)


def _beginning(document: SearchDocument, typed: str) -> Iterator[str]:
    numbers = (*document.numbers, *document.codes)
    return (number for number in numbers if exact_key(number).startswith(typed))
