"""Names like what was typed: with a wrong character, one of the same sound, or one left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
import numpy.typing as npt

from app.kernel.search.likeness import NEAR_BEST, SIMILAR_ENOUGH, SOUND_SHARE, UNKNOWN_SHARE
from app.kernel.search.pinyin import sounds_of
from app.kernel.search.whoosh_engine.docsets import NOTHING, DocSet, union
from app.kernel.search.whoosh_engine.matching import RELEVANCE_EXACT, Lookup, SegmentHits
from app.kernel.search.whoosh_engine.schema import NAME
from app.kernel.search.whoosh_engine.segments import LoadedSegment, SegmentFiles
from app.kernel.search.whoosh_engine.terms import Wanted

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
    much less like than the best are left out. What is hidden has no part in it: weights that
    knew of it would tell that it is there.
    """
    hidden = [segment.hidden(lookup.day) for segment in segments]
    spellings = [(pair, *sounds_of(pair)) for pair in pairs]
    wanted = Wanted.of(chain.from_iterable(spellings))
    found = [
        _alike(segment.files, spellings, wanted, less)
        for segment, less in zip(segments, hidden, strict=True)
    ]
    size = sum(each.files.size - less.count for each, less in zip(segments, hidden, strict=True))
    weights = _weights(found, size)
    heaviest = _heaviest(weights)
    candidates = [
        lookup.shown(_having(segment, [alike[pair] for pair in heaviest]), segment)
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


def _heaviest(weights: Shares) -> list[int]:
    """The pairs so heavy that all others together are not like enough."""
    heaviest, rest = [], float(weights.sum())
    for pair in np.argsort(-weights, kind="stable").tolist():
        heaviest.append(pair)
        rest -= float(weights[pair])
        if rest < SIMILAR_ENOUGH:
            break
    return heaviest


def _having(segment: LoadedSegment, alike: Sequence[Alike]) -> DocSet:
    """The documents with one of the pairs."""
    return union([each.sounding for each in alike], segment.files.size)


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


def _alike(
    files: SegmentFiles, spellings: Sequence[Sequence[str]], wanted: Wanted, hidden: DocSet
) -> list[Alike]:
    """What the segment has of each pair, which comes first of its spellings."""
    documents = files.fields[NAME].each_of(wanted)
    alike = []
    for spelling in spellings:
        written, *others = islice(documents, len(spelling))
        shown = (written or DocSet(files.size, NOTHING)) - hidden
        sounds = union([each for each in others if each is not None], files.size)
        alike.append(Alike(shown, union([shown, sounds - hidden], files.size)))
    return alike
