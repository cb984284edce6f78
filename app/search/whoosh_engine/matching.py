"""Which documents of the segments match a plan, and how well: sets of numbers, no scores."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.search.plan import QueryPlan
from app.search.whoosh_engine.schema import EXACT, NAME, NAME_EXACT, TEXT
from app.search.whoosh_engine.segments import (
    NOTHING,
    LoadedSegment,
    Numbers,
    Postings,
    SegmentFiles,
)

Relevance = npt.NDArray[np.int32]

RELEVANCE_EXACT, RELEVANCE_NAME, RELEVANCE_TEXT = 1000, 500, 100
SIMILAR_ENOUGH = 0.34


@dataclass(frozen=True, slots=True)
class SegmentHits:
    """The matching documents of one segment, in order, with a relevance from 0 to 1000 each."""

    segment: LoadedSegment
    numbers: Numbers
    relevance: Relevance

    def visible(self, day: int) -> "SegmentHits":
        """Those of the hits that the public may see on a day."""
        shown = self.segment.visible(day)[self.numbers]
        return SegmentHits(self.segment, self.numbers[shown], self.relevance[shown])

    def column(self, name: str) -> Numbers:
        """A column's numbers for the hits."""
        return self.segment.files.columns[name][self.numbers]


def by_words(segment: LoadedSegment, plan: QueryPlan, *, names_only: bool) -> SegmentHits:
    """Documents with all words, or with the whole text as a code, number or name."""
    files = segment.files
    relevance = np.zeros(files.size, np.int32)
    if not names_only:
        relevance[_conjunction(files, TEXT, plan)] = RELEVANCE_TEXT
        relevance[files.postings(EXACT, plan.exact).numbers] = RELEVANCE_EXACT
    in_names = _conjunction(files, NAME, plan)
    relevance[in_names] = np.maximum(relevance[in_names], RELEVANCE_NAME)
    relevance[files.postings(NAME_EXACT, plan.exact).numbers] = RELEVANCE_EXACT
    numbers = np.flatnonzero(relevance).astype(np.int32)
    return SegmentHits(segment, numbers, relevance[numbers])


def by_code_beginning(segment: LoadedSegment, beginning: str) -> SegmentHits:
    """Documents with a code or number that begins so."""
    numbers = segment.files.beginning_with(EXACT, beginning).numbers
    return SegmentHits(segment, numbers, np.full(len(numbers), RELEVANCE_NAME, np.int32))


def by_initials(segment: LoadedSegment, initials: Sequence[str]) -> SegmentHits:
    """Documents with a name whose characters' readings begin with these letters."""
    postings = [segment.files.postings(NAME, token) for token in initials]
    numbers = _intersection(postings)
    return SegmentHits(segment, numbers, np.full(len(numbers), RELEVANCE_NAME, np.int32))


def by_similarity(segments: Sequence[LoadedSegment], tokens: Sequence[str]) -> list[SegmentHits]:
    """Documents with a name that shares enough of the tokens; rare tokens weigh more."""
    size = sum(segment.files.size for segment in segments)
    found = [[segment.files.postings(NAME, token) for token in tokens] for segment in segments]
    frequencies = np.array(
        [sum(len(postings[index].numbers) for postings in found) for index in range(len(tokens))],
        np.int64,
    )
    weights = np.log1p(size / np.maximum(frequencies, 1)).astype(np.float32)
    hits = []
    for segment, postings in zip(segments, found, strict=True):
        shares = np.zeros(segment.files.size, np.float32)
        for token_postings, weight in zip(postings, weights, strict=True):
            shares[token_postings.numbers] += weight
        shares /= max(float(weights.sum()), 1e-9)
        numbers = np.flatnonzero(shares >= SIMILAR_ENOUGH).astype(np.int32)
        hits.append(SegmentHits(segment, numbers, (shares[numbers] * 1000).astype(np.int32)))
    return hits


def _conjunction(files: SegmentFiles, field: str, plan: QueryPlan) -> Numbers:
    postings = [files.postings(field, token) for token in plan.tokens]
    postings += [files.beginning_with(field, character) for character in plan.characters]
    return _intersection(postings)


def _intersection(postings: list[Postings]) -> Numbers:
    """The documents in all of the postings, starting from the rarest."""
    if not postings:
        return NOTHING
    rarest, *others = sorted(postings, key=lambda each: len(each.numbers))
    numbers = rarest.numbers
    for other in others:
        if not len(numbers):
            break
        numbers = numbers[_contains(other, numbers)]
    return numbers


def _contains(postings: Postings, numbers: Numbers) -> npt.NDArray[np.bool_]:
    if postings.mask is not None:
        return postings.mask[numbers]
    if not len(postings.numbers):
        return np.zeros(len(numbers), np.bool_)
    places = np.searchsorted(postings.numbers, numbers)
    places[places == len(postings.numbers)] = 0
    return np.equal(postings.numbers[places], numbers)
