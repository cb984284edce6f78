"""From hits to one page: what passes the filters, counts, and order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from app.kernel.search.documents import DocumentId
from app.kernel.search.engine import (
    SCORE_TEXT,
    FacetCounts,
    Matches,
    MatchMode,
    ResultSlice,
    SortOrder,
)
from app.kernel.search.whoosh_engine.counting import FilteredHits, facet_totals, index_filters
from app.kernel.search.whoosh_engine.docsets import DocSet
from app.kernel.search.whoosh_engine.files import Numbers
from app.kernel.search.whoosh_engine.matching import Relevance, SegmentHits
from app.kernel.search.whoosh_engine.schema import KIND, KINDS, Labels

SAMPLE = 400

MANY = 20_000
"""Of more names than these the short ones do not come first: the order of the index decides."""

FIRST_DAY = date(1900, 1, 1).toordinal()

DAY = "day"
"""The column of a record's day, which is in every order."""

Keys = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ProvenShare:
    """How many of the hits counted are real: of some, or of all when ``exact``."""

    real: int
    counted: int
    exact: bool

    def of(self, count: int) -> int:
        """What remains of a count."""
        return count if self.real == self.counted else round(count * self.real / self.counted)


EXACT = ProvenShare(1, 1, exact=True)


@dataclass(frozen=True)
class OrderedHits:
    """Hits of several segments in one order."""

    parts: npt.NDArray[np.intp]
    numbers: Numbers
    relevance: Relevance

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, places: "slice | npt.NDArray[np.bool_] | Keys") -> "OrderedHits":
        return OrderedHits(self.parts[places], self.numbers[places], self.relevance[places])

    def by_part(self) -> Iterator[tuple[int, npt.NDArray[np.intp]]]:
        """For each segment that has some of the hits, their places in the order."""
        if not self.parts.any():  # one segment, as a rule
            if len(self):
                yield 0, np.arange(len(self))
            return
        for part in np.unique(self.parts).tolist():
            yield part, np.flatnonzero(self.parts == part)


@dataclass(frozen=True)
class Ranking:
    """The order of hits, of which only the beginning is ever worked out."""

    parts: Sequence[FilteredHits]
    sort: SortOrder

    def first(self, needed: int) -> OrderedHits:
        """The first ``needed`` hits, best first."""
        leaders = [self._leaders(part, needed) for part in self.parts]
        relevance = [
            part.hits.relevance(numbers) for part, numbers in zip(self.parts, leaders, strict=True)
        ]
        candidates = OrderedHits(
            np.repeat(np.arange(len(leaders)), [len(numbers) for numbers in leaders]),
            _concatenated(leaders),
            _concatenated(relevance),
        )
        keys = self._keys(leaders, relevance)
        if len(keys) > needed:
            near = np.flatnonzero(keys <= np.partition(keys, needed - 1)[needed - 1])
            candidates, keys = candidates[near], keys[near]
        return candidates[np.lexsort((self._identities(candidates), keys))[:needed]]

    def _leaders(self, part: FilteredHits, needed: int) -> Numbers:
        """Hits of a segment enough to hold its first ``needed``, without a common word's bulk."""
        column = self.sort.by
        if not column or part.chosen.count <= needed:
            return self._best(part, part.chosen, needed)
        numbers = part.chosen.numbers
        values = part.files.columns[column][numbers]
        least = np.partition(values, len(values) - needed)[len(values) - needed]
        greater = numbers[values > least]
        equal = DocSet(part.files.size, numbers[values == least])
        return np.concatenate([greater, self._best(part, equal, needed - len(greater))])

    def _best(self, part: FilteredHits, chosen: DocSet, needed: int) -> Numbers:
        """Hits from the best tiers: all of a tier whose order is still to be worked out."""
        if chosen.count <= needed:
            return chosen.numbers
        leaders = []
        for relevance, tier in part.hits.tiers:
            some = tier if chosen is part.hits.found else tier & chosen
            by_length = relevance in self._by_length
            leaders.append(some.numbers if by_length else some.first(needed))
            needed -= min(some.count, needed)
            if not needed:
                break
        return _concatenated(leaders)

    @cached_property
    def _by_length(self) -> frozenset[int]:
        """The tiers whose shorter titles come first."""
        counts: dict[int, int] = {}
        for part in self.parts:
            for relevance, tier in part.hits.tiers:
                counts[relevance] = counts.get(relevance, 0) + tier.count
        return frozenset(
            relevance
            for relevance, count in counts.items()
            if relevance > SCORE_TEXT and count <= MANY
        )

    def _keys(self, leaders: Sequence[Numbers], relevance: Sequence[Relevance]) -> Keys:
        """One number a hit, smallest first: 10 bits relevance, 8 length, 6 rank, 16 age.

        By an amount: its place among the amounts at hand, then relevance, rank and age.
        """

        def column(name: str) -> Keys:
            return _concatenated(
                [
                    part.files.columns[name][numbers]
                    for part, numbers in zip(self.parts, leaders, strict=True)
                ]
            ).astype(np.int64)

        graded = _concatenated(relevance)
        unlike = 1000 - graded.astype(np.int64)
        age: Keys = 0xFFFF - np.minimum(np.maximum(column(DAY) - FIRST_DAY, 0), 0xFFFF)
        rank = column("rank")
        if self.sort.by not in ("", DAY):
            _, place = np.unique(-column(self.sort.by), return_inverse=True)
            return place << 32 | unlike << 22 | rank << 16 | age
        short_first = np.logical_or.reduce([graded == each for each in self._by_length])
        length: Keys = np.where(short_first, column("length"), 0)
        if self.sort.by:
            return age << 24 | unlike << 14 | length << 6 | rank
        return unlike << 30 | length << 22 | rank << 16 | age

    def _identities(self, candidates: OrderedHits) -> Keys:
        """Kind and key of each in one number."""
        identities = np.empty(len(candidates), np.int64)
        for index, places in candidates.by_part():
            files, numbers = self.parts[index].files, candidates.numbers[places]
            kinds = files.kinds(numbers).astype(np.int64)
            identities[places] = kinds << 32 | files.columns["key"][numbers]
        return identities


def page_of(
    hits: Sequence[SegmentHits], labels: Labels, result_slice: ResultSlice, mode: MatchMode
) -> Matches:
    """Count, narrow and order the hits, and name those of the page."""
    filters = index_filters(result_slice.filters, labels)
    parts = [FilteredHits(part, filters) for part in hits if part.tiers]
    total = sum(part.chosen.count for part in parts)
    needed = result_slice.offset + result_slice.limit
    ranking = Ranking(parts, result_slice.sort)
    share = EXACT
    if any(part.hits.unproven for part in parts):
        order, share = _proven_order(ranking, needed, total)
    else:
        order = ranking.first(needed)
    page = order[result_slice.offset :]
    totals = facet_totals(parts) if result_slice.facets else {}
    return Matches(
        ids=_ids(parts, page),
        scores=[value / 1000 for value in page.relevance.tolist()],
        total=share.of(total),
        facets=_facets(totals, labels, share) if result_slice.facets else FacetCounts(),
        mode=mode,
        approximate=not share.exact,
    )


def _ids(parts: Sequence[FilteredHits], page: OrderedHits) -> list[DocumentId]:
    ids = []
    for index, number in zip(page.parts.tolist(), page.numbers.tolist(), strict=True):
        files = parts[index].files
        combination = int(files.columns["combination"][number])
        kind = KINDS[files.combinations[combination, KIND]]
        ids.append(DocumentId(kind, int(files.columns["key"][number])))
    return ids


def _facets(totals: dict[str, dict[int, int]], labels: Labels, share: ProvenShare) -> FacetCounts:
    counts = {
        name: {
            labels.values[name][number]: share.of(count)
            for number, count in found.items()
            if number
        }
        for name, found in totals.items()
    }
    return FacetCounts(counts, labels.names)


def _proven_order(ranking: Ranking, needed: int, total: int) -> tuple[OrderedHits, ProvenShare]:
    """The first ``needed`` hits that do match, and the share of all that does."""
    tried = needed
    while True:
        order = ranking.first(tried)
        proven = order[_stand(ranking.parts, order)]
        if tried >= total:
            return proven[:needed], ProvenShare(len(proven), max(total, 1), exact=True)
        if len(proven) >= needed:
            return proven[:needed], _sampled(ranking.parts, total)
        tried *= 2


def _stand(parts: Sequence[FilteredHits], order: OrderedHits) -> npt.NDArray[np.bool_]:
    stands = np.ones(len(order), np.bool_)
    for index, places in order.by_part():
        stands[places] = parts[index].hits.proven(order.numbers[places])
    return stands


def _sampled(parts: Sequence[FilteredHits], total: int) -> ProvenShare:
    """The share of the hits that match, from as many as can be looked into quickly."""
    step, real, counted = max(total // SAMPLE, 1), 0, 0
    for part in parts:
        sample = part.chosen.numbers[::step]
        real += int(part.hits.proven(sample).sum())
        counted += len(sample)
    return ProvenShare(real, max(counted, 1), exact=False)


def _concatenated(parts: Sequence[Numbers]) -> Numbers:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.empty(0, np.int32)
