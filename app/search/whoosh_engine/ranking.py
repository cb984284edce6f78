"""From hits to one page: what may be seen, what passes the filters, counts, and order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from app.search.documents import DocumentId
from app.search.engine import FacetCounts, Filters, Matches, MatchMode, SortOrder
from app.search.whoosh_engine.labels import Labels
from app.search.whoosh_engine.matching import SegmentHits
from app.search.whoosh_engine.numbers import Numbers
from app.search.whoosh_engine.ordering import Places, Ranking
from app.search.whoosh_engine.schema import FOREVER, KINDS, day_number

Mask = npt.NDArray[np.bool_]

FACETS = ("kind", "district", "bureau", "category", "status", "year")
SAMPLE = 500
UNKNOWN = -2
"""A number that no document has: a filter for a value that the index has never met."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the hits counted are real: of some, or of all when ``exact``."""

    real: int
    counted: int
    exact: bool

    def of(self, count: int) -> int:
        """What remains of a count."""
        return count if self.real == self.counted else round(count * self.real / self.counted)


EXACT = Share(1, 1, exact=True)


class HitTable:
    """All hits of all segments that the public may see on a day, column by column."""

    def __init__(self, hits: Sequence[SegmentHits], day: date) -> None:
        self._hits = [part.visible(day_number(day)) for part in hits]

    def __len__(self) -> int:
        return sum(len(part.numbers) for part in self._hits)

    def column(self, name: str) -> Numbers:
        """A column's numbers for the hits."""
        return _concatenate([part.column(name) for part in self._hits])

    def values(self, name: str, places: Places) -> Numbers:
        """A column's numbers for the hits at these places."""
        if len(self._hits) == 1:
            part = self._hits[0]
            return part.segment.files.columns[name][part.numbers[places]]
        found = np.empty(len(places), np.int32)
        for part, here, local in self._divided(places):
            found[here] = part.segment.files.columns[name][part.numbers[local]]
        return found

    def _divided(self, places: Places) -> Iterator[tuple[SegmentHits, Places, Places]]:
        """For each segment which of the places are in it, and where in it they are."""
        begin = 0
        for part in self._hits:
            end = begin + len(part.numbers)
            here = np.flatnonzero((places >= begin) & (places < end))
            if len(here):
                yield part, here, places[here] - begin
            begin = end

    def relevance(self) -> Numbers:
        """How well each hit matches."""
        return _concatenate([part.relevance for part in self._hits])

    @property
    def unproven(self) -> bool:
        """Whether some of the hits may hold a phrase nowhere as a whole."""
        return any(part.unproven for part in self._hits)

    def proven(self, places: Places) -> Mask:
        """Which of the hits at these places do match."""
        stands = np.ones(len(places), np.bool_)
        for part, here, local in self._divided(places):
            stands[here] = part.proven(local)
        return stands


def page_of(
    table: HitTable,
    labels: Labels,
    *,
    filters: Filters,
    sort: SortOrder,
    offset: int,
    limit: int,
    mode: MatchMode,
    facets: bool,
) -> Matches:
    """Count, narrow and order the hits, and name those of the page."""
    values = {name: table.column(name) for name in FACETS}
    wanted = _wanted(filters, labels)
    passes = {name: values[name] == number for name, number in wanted.items()}
    passes.update(_ranges(table, filters))
    counted = FACETS if facets else ()
    counts = {name: _counts(values[name], passes, without=name) for name in counted}
    chosen = np.flatnonzero(_all(passes, len(values["kind"])))
    relevance = table.relevance()[chosen]
    ranked = Ranking(table.values, chosen, relevance, sort)
    if table.unproven:
        order, share = _proven_order(table, ranked, offset + limit)
    else:
        order, share = ranked.first(offset + limit), EXACT
    order = order[offset:]
    page = chosen[order]
    keys = table.values("key", page)
    kinds = values["kind"][page]
    return Matches(
        ids=[DocumentId(KINDS[kind], int(key)) for kind, key in zip(kinds, keys, strict=True)],
        scores=[round(float(value) / 1000, 3) for value in relevance[order]],
        total=share.of(len(chosen)),
        kinds={KINDS[number]: share.of(count) for number, count in counts.get("kind", {}).items()},
        facets=_facets(counts, labels, share) if facets else FacetCounts(),
        mode=mode,
        approximate=not share.exact,
    )


def _wanted(filters: Filters, labels: Labels) -> dict[str, int]:
    wanted: dict[str, int] = {}
    if filters.kind is not None:
        wanted["kind"] = KINDS.index(filters.kind)
    if filters.year is not None:
        wanted["year"] = filters.year
    if filters.district is not None:
        wanted["district"] = _known(labels.districts, filters.district)
    if filters.bureau_id is not None:
        wanted["bureau"] = _known(labels.bureaus, filters.bureau_id)
    if filters.category is not None:
        wanted["category"] = _known(labels.categories, filters.category)
    if filters.status is not None:
        wanted["status"] = _known(labels.statuses, filters.status)
    return wanted


def _ranges(table: HitTable, filters: Filters) -> Iterator[tuple[str, Mask]]:
    """The masks of dates and amounts; 0 in a column means that there is none."""
    if filters.first_day or filters.last_day:
        last = day_number(filters.last_day) or FOREVER
        yield "day", _between(table.column("day"), day_number(filters.first_day), last)
    if filters.least_yuan is not None or filters.most_yuan is not None:
        most = FOREVER if filters.most_yuan is None else filters.most_yuan
        yield "amount", _between(table.column("amount"), filters.least_yuan or 0, most)


def _between(values: Numbers, first: int, last: int) -> Mask:
    return (values >= max(first, 1)) & (values <= last)


def _known(known: Sequence[object], value: object) -> int:
    return known.index(value) if value in known else UNKNOWN


def _all(passes: dict[str, Mask], size: int) -> Mask:
    combined = np.ones(size, np.bool_)
    for mask in passes.values():
        combined &= mask
    return combined


def _counts(values: Numbers, passes: dict[str, Mask], *, without: str) -> dict[int, int]:
    """How many hits have each value, all filters but the value's own applied."""
    others = {name: mask for name, mask in passes.items() if name != without}
    counted = values[_all(others, len(values))] if others else values
    numbers = np.bincount(counted) if len(counted) else np.empty(0, np.int64)
    return {int(value): int(numbers[value]) for value in np.flatnonzero(numbers)}


def _facets(counts: dict[str, dict[int, int]], labels: Labels, share: Share) -> FacetCounts:
    known = {
        name: {number: share.of(count) for number, count in found.items() if number}
        for name, found in counts.items()
    }
    return FacetCounts(
        districts={labels.districts[n]: count for n, count in known["district"].items()},
        bureaus={labels.bureaus[n]: count for n, count in known["bureau"].items()},
        years=known["year"],
        categories={labels.categories[n]: count for n, count in known["category"].items()},
        statuses={labels.statuses[n]: count for n, count in known["status"].items()},
        bureau_names=labels.bureau_names,
    )


def _proven_order(table: HitTable, ranked: Ranking, needed: int) -> tuple[Places, Share]:
    """The first ``needed`` hits that do match, and the share of all that does."""
    chosen, tried = ranked.chosen, needed
    while True:
        order = ranked.first(tried)
        proven = order[table.proven(chosen[order])]
        if tried >= len(chosen):
            return proven[:needed], Share(len(proven), len(chosen), exact=True)
        if len(proven) >= needed:
            return proven[:needed], _sampled(table, chosen)
        tried *= 2


def _sampled(table: HitTable, chosen: Places) -> Share:
    """The share of the hits that match, from as many as can be looked into quickly."""
    sample = chosen[:: max(len(chosen) // SAMPLE, 1)]
    return Share(int(table.proven(sample).sum()), len(sample), exact=False)


def _concatenate(parts: list[Numbers]) -> Numbers:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.empty(0, np.int32)
