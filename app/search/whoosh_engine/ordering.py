"""The order of hits: of a common word's many, only those that can be on the page are sorted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from app.search.engine import SortOrder
from app.search.whoosh_engine.matching import RELEVANCE_TEXT
from app.search.whoosh_engine.numbers import Numbers
from app.search.whoosh_engine.schema import FOREVER

Keys = npt.NDArray[np.int64]
Places = npt.NDArray[np.intp]

FIRST_DAY = date(1900, 1, 1).toordinal()
FEW = 4
MAX_SIZE = 255


@dataclass(frozen=True, slots=True)
class Ranking:
    """The order of the chosen hits, of which only the beginning is ever worked out."""

    values: Callable[[str, Places], Numbers]
    chosen: Places
    relevance: Numbers
    sort: SortOrder

    def first(self, needed: int) -> Places:
        """The positions of the first ``needed`` hits, best first; ties keep the index's order."""
        leaders = self._leaders(needed)
        keys = self._keys(leaders)
        if len(keys) > needed:
            best = np.argpartition(keys, needed)[:needed]
            leaders, keys = leaders[best], keys[best]
        return leaders[np.argsort(keys)]

    def _leaders(self, needed: int) -> Places:
        """Hits enough to hold the first ``needed``, without the bulk of a common word's."""
        everything = np.arange(len(self.chosen))
        if self.sort is not SortOrder.RELEVANCE or len(everything) <= FEW * needed:
            return everything
        least = _threshold(self.relevance, needed)
        better = np.flatnonzero(self.relevance > least)
        equal = np.flatnonzero(self.relevance == least)
        if least > RELEVANCE_TEXT:
            lengths = self.values("length", self.chosen[equal])
            equal = equal[
                lengths <= MAX_SIZE - _threshold(MAX_SIZE - lengths, needed - len(better))
            ]
        return np.concatenate([better, equal])

    def _keys(self, places: Places) -> Keys:
        """One number a hit, smallest first: 10 bits relevance, 8 length, 6 rank, 16 day, 23 place.

        By amount: 31 bits amount, 10 relevance, 22 place.
        """
        hits, relevance = self.chosen[places], self.relevance[places]
        unlike = 1000 - relevance.astype(np.int64)
        if self.sort is SortOrder.AMOUNT:
            smaller = FOREVER - self.values("amount", hits).astype(np.int64)
            return smaller << 32 | unlike << 22 | places
        day = self.values("day", hits).astype(np.int64)
        age = 0xFFFF - np.clip(day - FIRST_DAY, 0, 0xFFFF)
        lengths = self.values("length", hits).astype(np.int64)
        length = np.where(relevance > RELEVANCE_TEXT, lengths, 0)
        rank = self.values("rank", hits).astype(np.int64)
        if self.sort is SortOrder.DATE:
            return age << 47 | unlike << 37 | length << 29 | rank << 23 | places
        return unlike << 53 | length << 45 | rank << 39 | age << 23 | places


def _threshold(values: Numbers, needed: int) -> int:
    """The greatest number that at least ``needed`` of the values reach."""
    reaching = np.cumsum(np.bincount(values)[::-1])[::-1]
    return int(np.flatnonzero(reaching >= needed)[-1])
