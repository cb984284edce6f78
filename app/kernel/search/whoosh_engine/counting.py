"""Filters and counts, worked out on the combinations of values that occur, not on documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from app.kernel.search.engine import Filters
from app.kernel.search.facets import Between, DaySpan
from app.kernel.search.whoosh_engine.docsets import DocSet
from app.kernel.search.whoosh_engine.files import Mask, Numbers
from app.kernel.search.whoosh_engine.matching import SegmentHits
from app.kernel.search.whoosh_engine.schema import FACET_NAMES, FOREVER, Labels, span_number
from app.kernel.search.whoosh_engine.store import SegmentFiles

GREATEST = 2**63 - 1
UNKNOWN = -2
"""A number that no document has: a filter for a value that the index has never met."""

Integers = npt.NDArray[np.integer]


@dataclass(frozen=True)
class IndexFilters:
    """What the results are narrowed to, in the numbers of the index."""

    values: Mapping[str, int]
    ranges: Sequence[tuple[str, int, int]]


def index_filters(filters: Filters, labels: Labels) -> IndexFilters:
    """The filters as numbers: values of facets, and of spans the least and the greatest."""
    values, ranges = {}, []
    for each, value in filters:
        if isinstance(value, Between):
            greatest = FOREVER if isinstance(each, DaySpan) else GREATEST
            # In a column 0 means that there is none.
            least, most = span_number(value.first) or 1, span_number(value.last) or greatest
            ranges.append((each.name, least, most))
        else:
            known = labels.values[each.name]
            values[each.name] = known.index(value) if value in known else UNKNOWN
    return IndexFilters(values, ranges)


@dataclass(frozen=True)
class FilteredHits:
    """The hits of a segment that pass, and what is needed to count all of them by value."""

    hits: SegmentHits
    filters: IndexFilters

    @property
    def files(self) -> SegmentFiles:
        """The segment's files."""
        return self.hits.segment.files

    @cached_property
    def _in_ranges(self) -> DocSet:
        found = self.hits.found
        if not self.filters.ranges:
            return found
        numbers = found.numbers
        for name, least, most in self.filters.ranges:
            values = self.files.columns[name][numbers]
            numbers = numbers[(values >= least) & (values <= most)]
        return DocSet(self.files.size, numbers)

    @cached_property
    def _combinations(self) -> Numbers:
        """For each hit within the ranges the number of its combination."""
        numbers: Numbers = self.files.columns["combination"][self._in_ranges.numbers]
        return numbers

    @cached_property
    def _passes(self) -> Mapping[str, Mask]:
        """For each filter which combinations pass it."""
        table = self.files.combinations
        return {
            name: table[:, FACET_NAMES.index(name)] == number
            for name, number in self.filters.values.items()
        }

    @cached_property
    def chosen(self) -> DocSet:
        """The hits that pass."""
        if not self._passes:
            return self._in_ranges
        passing = np.logical_and.reduce(list(self._passes.values()))
        numbers = self._in_ranges.numbers[passing[self._combinations]]
        return DocSet(self.files.size, numbers)

    def counts(self, facet: str) -> npt.NDArray[np.int64]:
        """How many hits have each number of a facet, all filters but its own applied."""
        rows, weights = self._occurring
        others = [mask[rows] for name, mask in self._passes.items() if name != facet]
        values = self.files.combinations[rows, FACET_NAMES.index(facet)]
        if others:
            passing = np.logical_and.reduce(others)
            values, weights = values[passing], weights[passing]
        return np.bincount(values, weights).astype(np.int64)

    @cached_property
    def _occurring(self) -> tuple[Integers, Integers]:
        """The combinations of the hits, and how often each occurs."""
        if len(self._combinations) < len(self.files.combinations):
            return np.unique_counts(self._combinations)
        occurrences = np.bincount(self._combinations)
        rows = np.flatnonzero(occurrences)
        return rows, occurrences[rows]


def facet_totals(parts: Sequence[FilteredHits]) -> dict[str, dict[int, int]]:
    """For each facet how many hits of all segments have each number."""
    totals = {}
    for name in FACET_NAMES:
        counts = [part.counts(name) for part in parts]
        together = np.zeros(max((len(each) for each in counts), default=0), np.int64)
        for each in counts:
            together[: len(each)] += each
        numbers = np.flatnonzero(together)
        totals[name] = dict(zip(numbers.tolist(), together[numbers].tolist(), strict=True))
    return totals
