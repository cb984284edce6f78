"""Names like what was typed: with a wrong character, one of the same sound, or one left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.search.pinyin import sounds_of
from app.search.whoosh_engine.docsets import DocSet, union
from app.search.whoosh_engine.matching import RELEVANCE_EXACT, Lookup, SegmentHits
from app.search.whoosh_engine.schema import NAME
from app.search.whoosh_engine.segments import LoadedSegment, SegmentFiles
from app.search.whoosh_engine.terms import Wanted

SIMILAR_ENOUGH = 0.3
NEAR_BEST = 0.5
SOUND_SHARE = 0.8
UNKNOWN_SHARE = 0.3

Shares = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Alike:
    """The documents with a pair in a name, and those with it or with the sound of it."""

    written: DocSet
    sounding: DocSet


def by_similarity(
    segments: Sequence[LoadedSegment], lookup: Lookup, pairs: Sequence[str]
) -> list[SegmentHits]:
    """Documents with a name that shares, or sounds like, enough of the pairs.

    Rare pairs weigh more, and a pair that only sounds the same a little less. Names that are
    much less like than the best are left out.
    """
    found = [[_alike(segment.files, pair) for pair in pairs] for segment in segments]
    weights = _weights(found, sum(segment.files.size for segment in segments))
    candidates = [
        lookup.without_excluded(_candidates(segment, alike), segment)
        for segment, alike in zip(segments, found, strict=True)
    ]
    likeness = [
        _likeness(some, alike, weights) for some, alike in zip(candidates, found, strict=True)
    ]
    best = max((float(shares.max(initial=0)) for shares in likeness), default=0)
    least = max(SIMILAR_ENOUGH, best * NEAR_BEST)
    return [
        _hits(segment, some, shares, least)
        for segment, some, shares in zip(segments, candidates, likeness, strict=True)
    ]


def _weights(found: Sequence[Sequence[Alike]], size: int) -> Shares:
    """What each pair is worth, all together 1; a pair that no name has counts a little."""
    frequencies = np.sum([[each.sounding.count for each in alike] for alike in found], axis=0)
    known = frequencies > 0
    weights = np.log1p(size / np.maximum(frequencies, 1)).astype(np.float32)
    whole = weights[known].sum() + UNKNOWN_SHARE * weights[~known].sum()
    shares: Shares = weights / max(float(whole), 1e-9)
    return shares


def _candidates(segment: LoadedSegment, alike: Sequence[Alike]) -> DocSet:
    """The documents with one of the rarer pairs; with any, where all are common.

    The common ones, such as 温州 and 公司, can't make a name alike by themselves.
    """
    rarer = [each.sounding for each in alike if each.sounding.bits is None]
    chosen = rarer if any(each.rarity for each in rarer) else [each.sounding for each in alike]
    return union(chosen, segment.files.size)


def _likeness(candidates: DocSet, alike: Sequence[Alike], weights: Shares) -> Shares:
    numbers = candidates.numbers
    shares = np.zeros(len(numbers), np.float32)
    for each, weight in zip(alike, weights, strict=True):
        shares += SOUND_SHARE * weight * each.sounding.holds(numbers)
        shares += (1 - SOUND_SHARE) * weight * each.written.holds(numbers)
    return shares


def _hits(segment: LoadedSegment, candidates: DocSet, shares: Shares, least: float) -> SegmentHits:
    """Those that are like enough, a tier for each degree."""
    chosen = np.flatnonzero(shares >= least)
    numbers = candidates.numbers[chosen]
    degrees = np.minimum(shares[chosen] * RELEVANCE_EXACT, RELEVANCE_EXACT - 1).astype(np.int32)
    size = segment.files.size
    tiers = tuple(
        (int(degree), DocSet.of(numbers[degrees == degree], size))
        for degree in np.unique(degrees)[::-1]
    )
    return SegmentHits(segment, tiers)


def _alike(files: SegmentFiles, pair: str) -> Alike:
    written = files.documents(NAME, Wanted.of([pair]))
    sounding = [files.documents(NAME, Wanted.of([token])) for token in sounds_of(pair)]
    return Alike(written, union([written, *sounding], files.size))
