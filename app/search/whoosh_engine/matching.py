"""Which documents of the segments match a plan, and how well: sets of numbers, no scores."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from app.search.pinyin import Spelling, sounds_of
from app.search.plan import QueryPlan
from app.search.whoosh_engine.numbers import Numbers
from app.search.whoosh_engine.schema import EXACT, NAME, NAME_EXACT, TEXT
from app.search.whoosh_engine.segments import (
    MAX_EXPANSIONS,
    NOTHING,
    LoadedSegment,
    Postings,
    SegmentFiles,
)

Relevance = npt.NDArray[np.int32]

RELEVANCE_EXACT, RELEVANCE_NAME, RELEVANCE_TEXT = 1000, 500, 100
SIMILAR_ENOUGH = 0.3
NEAR_BEST = 0.5
SOUND_SHARE = 0.8
UNKNOWN_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class SegmentHits:
    """The matching documents of one segment, in order, with a relevance from 0 to 1000 each.

    ``unproven`` are phrases that may stand nowhere as a whole in some of them.
    """

    segment: LoadedSegment
    numbers: Numbers
    relevance: Relevance
    unproven: tuple[str, ...] = ()
    names_only: bool = False

    def visible(self, day: int) -> "SegmentHits":
        """Those of the hits that the public may see on a day."""
        shown = self.segment.visible(day)[self.numbers]
        return self._only(shown)

    def _only(self, kept: npt.NDArray[np.bool_]) -> "SegmentHits":
        if kept.all():
            return self
        numbers, relevance = self.numbers[kept], self.relevance[kept]
        return SegmentHits(self.segment, numbers, relevance, self.unproven, self.names_only)

    def proven(self, places: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
        """Which of the hits at these places hold the unproven phrases, or match otherwise."""
        stands: npt.NDArray[np.bool_] = np.equal(self.relevance[places], RELEVANCE_EXACT)
        rest = np.flatnonzero(~stands)
        stands[rest] = self.segment.files.holding(
            self.numbers[places[rest]], self.unproven, names_only=self.names_only
        )
        return stands

    def column(self, name: str) -> Numbers:
        """A column's numbers for the hits."""
        return self.segment.files.columns[name][self.numbers]


def by_words(
    segments: Sequence[LoadedSegment], plan: QueryPlan, *, names_only: bool, proven_limit: int
) -> list[SegmentHits]:
    """Documents with all words, or with the whole text as a code, number or name.

    Where there are more than ``proven_limit``, too many to look into each, the hits come unproven.
    """
    field = NAME if names_only else TEXT
    found = [_conjunction(segment.files, field, plan) for segment in segments]
    proving = sum(len(numbers) for numbers in found) <= proven_limit
    return [
        _graded(segment, numbers, plan, proving=proving, names_only=names_only)
        for segment, numbers in zip(segments, found, strict=True)
    ]


def _graded(
    segment: LoadedSegment, found: Numbers, plan: QueryPlan, *, proving: bool, names_only: bool
) -> SegmentHits:
    files = segment.files
    in_names = found if names_only else _conjunction(files, NAME, plan)
    if proving and plan.phrases:
        in_names = _proven(files, in_names, plan, names_only=True)
        found = in_names if names_only else _proven(files, found, plan, names_only=False)
    exact = [NAME_EXACT] if names_only else [NAME_EXACT, EXACT]
    whole = _union([files.postings(field, plan.exact).numbers for field in exact])
    numbers = _union([found, whole])
    relevance = np.full(len(numbers), RELEVANCE_TEXT, np.int32)
    relevance[np.searchsorted(numbers, in_names)] = RELEVANCE_NAME
    relevance[np.searchsorted(numbers, whole)] = RELEVANCE_EXACT
    unproven = () if proving else plan.phrases
    return SegmentHits(segment, numbers, relevance, unproven, names_only)


def _proven(files: SegmentFiles, found: Numbers, plan: QueryPlan, *, names_only: bool) -> Numbers:
    """Those found in which the phrases stand as a whole; remembered for the next page."""
    question = "\n".join((str(names_only), *plan.tokens, "", *plan.characters, "", *plan.phrases))
    return files.remembered(
        question, lambda: found[files.holding(found, plan.phrases, names_only=names_only)]
    )


def by_code_beginning(
    segment: LoadedSegment, beginning: str, *, most: int = MAX_EXPANSIONS
) -> SegmentHits:
    """Documents with one of the first codes and numbers that begin so."""
    numbers = segment.files.beginning_with(EXACT, beginning, most=most).numbers
    return SegmentHits(segment, numbers, np.full(len(numbers), RELEVANCE_NAME, np.int32))


def by_spelling(segment: LoadedSegment, ways: Sequence[Spelling]) -> SegmentHits:
    """Documents with a name that reads so, in one of these ways."""
    files = segment.files
    found = [
        _intersection(
            [
                *(files.postings(NAME, token) for token in way.tokens),
                files.beginning_with(NAME, way.beginning),
            ]
        )
        for way in ways
    ]
    numbers = found[0] if len(found) == 1 else np.unique(np.concatenate(found))
    return SegmentHits(segment, numbers, np.full(len(numbers), RELEVANCE_NAME, np.int32))


def by_similarity(segments: Sequence[LoadedSegment], pairs: Sequence[str]) -> list[SegmentHits]:
    """Documents with a name that shares, or sounds like, enough of the pairs.

    Rare pairs weigh more, and a pair that only sounds the same a little less. Names that are
    much less like than the best are left out.
    """
    size = sum(segment.files.size for segment in segments)
    found = [[_alike(segment.files, pair) for pair in pairs] for segment in segments]
    frequencies = np.array(
        [sum(len(alike[index][1]) for alike in found) for index in range(len(pairs))], np.int64
    )
    known = frequencies > 0
    weights = np.log1p(size / np.maximum(frequencies, 1)).astype(np.float32)
    whole = max(float(weights[known].sum() + UNKNOWN_SHARE * weights[~known].sum()), 1e-9)
    likeness = []
    for segment, alike in zip(segments, found, strict=True):
        shares = np.zeros(segment.files.size, np.float32)
        for (written, sounding), weight in zip(alike, weights / whole, strict=True):
            shares[sounding] += SOUND_SHARE * weight
            shares[written] += (1 - SOUND_SHARE) * weight
        likeness.append(shares)
    best = max((float(shares.max(initial=0)) for shares in likeness), default=0)
    least = max(SIMILAR_ENOUGH, best * NEAR_BEST)
    hits = []
    for segment, shares in zip(segments, likeness, strict=True):
        numbers = np.flatnonzero(shares >= least).astype(np.int32)
        relevance = np.minimum(shares[numbers] * RELEVANCE_EXACT, RELEVANCE_EXACT - 1)
        hits.append(SegmentHits(segment, numbers, relevance.astype(np.int32)))
    return hits


def without(hits: SegmentHits, excluded: Sequence[QueryPlan]) -> SegmentHits:
    """Those of the hits that none of the plans finds."""
    if not excluded:
        return hits
    files, kept = hits.segment.files, np.ones(len(hits.numbers), np.bool_)
    for plan in excluded:
        places = np.flatnonzero(np.isin(hits.numbers, _conjunction(files, TEXT, plan)))
        stands = files.holding(hits.numbers[places], plan.phrases, names_only=False)
        kept[places[stands]] = False
    return replace(hits, numbers=hits.numbers[kept], relevance=hits.relevance[kept])


def _alike(files: SegmentFiles, pair: str) -> tuple[Numbers, Numbers]:
    """The documents with the pair in a name, and those with it or with the sound of it."""
    written = files.postings(NAME, pair).numbers
    sounding = [files.postings(NAME, token).numbers for token in sounds_of(pair)]
    return written, np.unique(np.concatenate([written, *sounding]))


def _conjunction(files: SegmentFiles, field: str, plan: QueryPlan) -> Numbers:
    postings = [files.postings(field, token) for token in plan.tokens]
    postings += [files.beginning_with(field, character) for character in plan.characters]
    return _intersection(postings)


def _union(parts: list[Numbers]) -> Numbers:
    filled = [part for part in parts if len(part)]
    if not filled:
        return NOTHING
    return filled[0] if len(filled) == 1 else np.unique(np.concatenate(filled))


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
