"""What the site asks of a search engine. Words, tokens and pages are decided outside it."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Protocol, runtime_checkable

from app.kernel.errors import UnavailableError
from app.kernel.search.documents import (
    PROPERTIES,
    SPANS,
    DocumentId,
    SearchDocument,
    SearchKind,
)
from app.kernel.search.plan import QueryPlan
from app.kernel.search.properties import Property

SCORE_EXACT, SCORE_NAME, SCORE_TEXT = 1000, 500, 100
"""Thousandths: the whole text as a code, number or name; all words in a name; in any text."""


class SearchUnavailableError(UnavailableError):
    """The index is missing, damaged or being written; lists and records do not need it."""

    message = "搜索暂时不可用，请稍后再试。名单、案件和项目的列表可以照常查看。"
    ways_on = (
        ("red", "红名单"),
        ("black", "黑名单"),
        ("cases", "行政处罚"),
        ("licences", "行政许可"),
        ("inspections", "监督抽查"),
        ("honours", "荣誉"),
        ("projects", "重点项目"),
        ("bulletins", "通知公告"),
    )


class IndexBusyError(SearchUnavailableError):
    """Another process is writing to the index, and has been for long."""

    message = "索引正在更新，请稍后再试。"


@dataclass(frozen=True, slots=True)
class SortOrder:
    """How results are ordered: the most of a property first, or the most relevant."""

    value: str
    label: str
    by: str = ""
    """The name of the property."""


RELEVANCE = SortOrder("relevance", "相关度")
SORT_ORDERS = (RELEVANCE, *(SortOrder(each.sort, each.label, each.name) for each in SPANS))


class MatchMode(Enum):
    """Which of the passes found the results."""

    WORDS = "words"
    CODE_BEGINNING = "code_beginning"
    SYLLABLES = "syllables"
    INITIALS = "initials"
    SIMILAR = "similar"


class Filters:
    """What the results are narrowed to, by names of properties; those left open are not named.

    A facet is narrowed to one value, a span to what lies ``Between`` two ends, in days or yuan.
    """

    __slots__ = ("_values",)

    def __init__(self, **values: Any) -> None:
        """Narrow. Raises KeyError when there is no such property."""
        self._values = {
            name: (_BY_NAME[name], value) for name, value in values.items() if value is not None
        }

    def __iter__(self) -> Iterator[tuple[Property, Any]]:
        """The properties that are narrowed, each with what is wanted of it."""
        return iter(self._values.values())

    def __getitem__(self, name: str) -> Any:
        """What is wanted of a property, None where it is open."""
        return self._values[name][1] if name in self._values else None

    def admits(self, document: SearchDocument) -> bool:
        """Whether the record, as it is now, passes."""
        return all(each.admits(value, document) for each, value in self)


_BY_NAME = {each.name: each for each in PROPERTIES}


@dataclass(frozen=True, slots=True)
class ResultSlice:
    """Which ``limit`` results after ``offset``, in which order, and whether values are counted."""

    filters: Filters = field(default_factory=Filters)
    sort: SortOrder = RELEVANCE
    offset: int = 0
    limit: int = 20
    facets: bool = True
    names_only: bool = False


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """How many results each value has, each property counted as if it were not filtered."""

    counts: Mapping[str, Mapping[Any, int]] = field(default_factory=dict)
    names: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    """What the values of a property are called that has its names from the records."""

    def __getitem__(self, name: str) -> Mapping[Any, int]:
        """The counts of a property, empty where nothing was counted."""
        return self.counts.get(name, {})


@dataclass(frozen=True, slots=True)
class Matches:
    """One page of ids with their scores, 0 to 1, and what is known about all results.

    When there are too many to look at each, total and counts are ``approximate``, estimated
    from a sample; the results on the page are right all the same.
    """

    ids: Sequence[DocumentId] = ()
    scores: Sequence[float] = ()
    total: int = 0
    facets: FacetCounts = field(default_factory=FacetCounts)
    mode: MatchMode = MatchMode.WORDS
    approximate: bool = False

    @property
    def kinds(self) -> Mapping[SearchKind, int]:
        """How many results each kind has, when no kind is chosen."""
        return self.facets["kind"]


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the index, for people who run the site."""

    ready: bool
    documents: int = 0
    segments: int = 0
    size_bytes: int = 0


class IndexChanges:
    """Changes that become visible together. The last word about a record wins."""

    def __init__(self) -> None:
        self.documents: dict[DocumentId, SearchDocument | None] = {}
        """By id what is to be indexed; None for what is to be forgotten."""

    def index(self, documents: Iterable[SearchDocument]) -> None:
        """Add the documents, each in place of its older self."""
        self.documents.update((document.id, document) for document in documents)

    def delete(self, ids: Iterable[DocumentId]) -> None:
        """Forget these records."""
        self.documents.update((document_id, None) for document_id in ids)


class SearchEngine(Protocol):
    """An index that many processes read and one at a time writes."""

    def search(self, plan: QueryPlan, result_slice: ResultSlice, *, today: date) -> Matches:
        """The records that match and that the public may see on ``today``.

        By relevance, records that have the text as a code, a number or a whole name come
        first, then those with all words in their names, then the others; in the first two the
        shorter title, then the smaller rank, then the newer day, then kind and key. Of very
        many names, lengths may be left aside. Raises SearchUnavailableError.
        """

    def completions(self, beginning: str, *, limit: int, today: date) -> Sequence[DocumentId]:
        """Some of the visible records with a code or number that begins so, ``limit`` at most.

        Raises SearchUnavailableError.
        """

    def batch(self) -> AbstractContextManager[IndexChanges]:
        """Collect changes; they are committed when the block ends without an error.

        Raises IndexBusyError when another process has been writing for long.
        """

    def rebuild(
        self, documents: Iterable[SearchDocument], *, advance: Callable[[int], None] | None = None
    ) -> int:
        """Make the index anew beside the one in use, then switch; returns the number of records.

        ``advance`` is told after each piece how many more are done. Raises IndexBusyError while
        another process builds.
        """

    def fingerprints(self, today: date) -> Mapping[DocumentId, int]:
        """By record visible on ``today`` its fingerprint; raises SearchUnavailableError."""

    def hidden(self, today: date) -> Sequence[DocumentId]:
        """The records in the index whose time has passed; raises SearchUnavailableError."""

    def stamp(self) -> Hashable:
        """Another one whenever searches may find something else, cheap to ask for."""

    def health(self) -> Health:
        """Whether searches can be answered, and how large the index is."""


@runtime_checkable
class TransactionalEngine(SearchEngine, Protocol):
    """An index in the site's own database, which changes in the record's own transaction."""

    def renew(
        self,
        ids: Iterable[DocumentId],
        read: Callable[[Sequence[DocumentId]], Iterable[SearchDocument]],
    ) -> None:
        """Index, in the session's transaction, what ``read`` finds of these records; forget others.

        Whoever renews the same records waits until the transaction ends, and reads after it.
        """
