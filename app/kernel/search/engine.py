"""What the site asks of a search engine. Words, tokens and pages are decided outside it."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Protocol, TypeVar, runtime_checkable

from app.kernel.errors import UnavailableError
from app.kernel.labels import LabelledEnum
from app.kernel.search.documents import DocumentId, SearchDocument, SearchKind
from app.kernel.search.plan import QueryPlan

T = TypeVar("T", date, int)


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


class SortOrder(LabelledEnum):
    """How results are ordered."""

    RELEVANCE = "relevance", "相关度"
    DATE = "date", "日期"
    AMOUNT = "amount", "金额"


class MatchMode(Enum):
    """Which of the passes found the results."""

    WORDS = "words"
    CODE_BEGINNING = "code_beginning"
    SYLLABLES = "syllables"
    INITIALS = "initials"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the results are narrowed to; None leaves a property open.

    Dates and amounts, in yuan, are ranges that include both ends; a record without the
    property is outside of any range.
    """

    kind: SearchKind | None = None
    district: str | None = None
    bureau_id: int | None = None
    year: int | None = None
    category: str | None = None
    status: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    least_yuan: int | None = None
    most_yuan: int | None = None

    def admits(self, document: SearchDocument) -> bool:
        """Whether the record, as it is now, passes."""
        return (
            self._values_admit(document)
            and _within(document.on, self.first_day, self.last_day)
            and _within(document.amount_yuan, self.least_yuan, self.most_yuan)
        )

    def _values_admit(self, document: SearchDocument) -> bool:
        return all(
            wanted is None or wanted == actual
            for wanted, actual in (
                (self.kind, document.kind),
                (self.district, document.district),
                (self.bureau_id, document.bureau_id),
                (self.year, document.year),
                (self.category, document.category),
                (self.status, document.status),
            )
        )


def _within(value: T | None, first: T | None, last: T | None) -> bool:
    if first is None and last is None:
        return True
    return (
        value is not None and (first is None or first <= value) and (last is None or value <= last)
    )


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """How many results each value has, each property counted as if it were not filtered."""

    districts: Mapping[str, int] = field(default_factory=dict)
    bureaus: Mapping[int, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    categories: Mapping[str, int] = field(default_factory=dict)
    statuses: Mapping[str, int] = field(default_factory=dict)
    bureau_names: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Matches:
    """One page of ids with their scores, and what is known about all results.

    When there are too many to look at each, total and counts are ``approximate``, estimated
    from a sample; the results on the page are right all the same.
    """

    ids: Sequence[DocumentId] = ()
    scores: Sequence[float] = ()
    total: int = 0
    kinds: Mapping[SearchKind, int] = field(default_factory=dict)
    facets: FacetCounts = field(default_factory=FacetCounts)
    mode: MatchMode = MatchMode.WORDS
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the index, for people who run the site."""

    ready: bool
    documents: int = 0
    segments: int = 0
    size_bytes: int = 0


class Batch(Protocol):
    """Changes that become visible together. The last word about an id wins."""

    def index(self, documents: Iterable[SearchDocument]) -> None:
        """Add the documents, each in place of its older self."""

    def delete(self, ids: Iterable[DocumentId]) -> None:
        """Forget these records."""


class SearchEngine(Protocol):
    """An index that many processes read and one at a time writes."""

    def search(
        self,
        plan: QueryPlan,
        *,
        filters: Filters,
        sort: SortOrder,
        offset: int,
        limit: int,
        today: date,
        names_only: bool = False,
        facets: bool = True,
    ) -> Matches:
        """The records that match and that the public may see on ``today``.

        By relevance, records that have the text as a code, a number or a whole name come
        first, then those with all words in their names, then the others; in the first two the
        shorter title, then the smaller rank, then the newer day, then kind and key. Of very
        many names, lengths may be left aside. Without ``facets``, kinds and values are not
        counted.
        """

    def completions(self, beginning: str, *, limit: int, today: date) -> Sequence[DocumentId]:
        """Some of the visible records with a code or number that begins so."""

    def batch(self) -> AbstractContextManager[Batch]:
        """Collect changes; they are committed when the block ends without an error."""

    def rebuild(
        self, documents: Iterable[SearchDocument], *, advance: Callable[[int], None] | None = None
    ) -> int:
        """Make the index anew beside the one in use, then switch; returns the number of records."""

    def fingerprints(self, today: date) -> Mapping[DocumentId, int]:
        """The fingerprint of each record that is visible on ``today``."""

    def hidden(self, today: date) -> Sequence[DocumentId]:
        """The records in the index whose time has passed."""

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
