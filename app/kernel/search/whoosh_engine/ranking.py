"""From hits to one page: what passes the filters, counts, and order."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.kernel.search.documents import DocumentId
from app.kernel.search.engine import FacetCounts, Filters, Matches, MatchMode, SortOrder
from app.kernel.search.whoosh_engine.columns import KIND
from app.kernel.search.whoosh_engine.counting import Narrowed, narrowing, totals_of
from app.kernel.search.whoosh_engine.labels import Labels
from app.kernel.search.whoosh_engine.matching import SegmentHits
from app.kernel.search.whoosh_engine.ordering import Ordered, Ranking
from app.kernel.search.whoosh_engine.schema import KINDS

SAMPLE = 400


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


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the results is wanted, in which order, and whether to count them."""

    filters: Filters
    sort: SortOrder
    offset: int
    limit: int
    facets: bool


def page_of(hits: Sequence[SegmentHits], labels: Labels, asked: Asked, mode: MatchMode) -> Matches:
    """Count, narrow and order the hits, and name those of the page."""
    narrowed_to = narrowing(asked.filters, labels)
    parts = [Narrowed(part, narrowed_to) for part in hits if part.tiers]
    total, needed = sum(part.chosen.count for part in parts), asked.offset + asked.limit
    ranking = Ranking(parts, asked.sort)
    share = EXACT
    if any(part.hits.unproven for part in parts):
        order, share = _proven_order(ranking, needed, total)
    else:
        order = ranking.first(needed)
    page = order[asked.offset :]
    totals = totals_of(parts) if asked.facets else {}
    return Matches(
        ids=_ids(parts, page),
        scores=[value / 1000 for value in page.relevance.tolist()],
        total=share.of(total),
        facets=_facets(totals, labels, share) if asked.facets else FacetCounts(),
        mode=mode,
        approximate=not share.exact,
    )


def _ids(parts: Sequence[Narrowed], page: Ordered) -> list[DocumentId]:
    ids = []
    for index, number in zip(page.parts.tolist(), page.numbers.tolist(), strict=True):
        files = parts[index].files
        combination = int(files.columns["combination"][number])
        kind = KINDS[files.combinations[combination, KIND]]
        ids.append(DocumentId(kind, int(files.columns["key"][number])))
    return ids


def _facets(totals: dict[str, dict[int, int]], labels: Labels, share: Share) -> FacetCounts:
    counts = {
        name: {
            labels.values[name][number]: share.of(count)
            for number, count in found.items()
            if number
        }
        for name, found in totals.items()
    }
    return FacetCounts(counts, labels.names)


def _proven_order(ranking: Ranking, needed: int, total: int) -> tuple[Ordered, Share]:
    """The first ``needed`` hits that do match, and the share of all that does."""
    tried = needed
    while True:
        order = ranking.first(tried)
        proven = order[_stand(ranking.parts, order)]
        if tried >= total:
            return proven[:needed], Share(len(proven), max(total, 1), exact=True)
        if len(proven) >= needed:
            return proven[:needed], _sampled(ranking.parts, total)
        tried *= 2


def _stand(parts: Sequence[Narrowed], order: Ordered) -> npt.NDArray[np.bool_]:
    stands = np.ones(len(order), np.bool_)
    for index, places in order.by_part():
        stands[places] = parts[index].hits.proven(order.numbers[places])
    return stands


def _sampled(parts: Sequence[Narrowed], total: int) -> Share:
    """The share of the hits that match, from as many as can be looked into quickly."""
    step, real, counted = max(total // SAMPLE, 1), 0, 0
    for part in parts:
        sample = part.chosen.numbers[::step]
        real += int(part.hits.proven(sample).sum())
        counted += len(sample)
    return Share(real, max(counted, 1), exact=False)
