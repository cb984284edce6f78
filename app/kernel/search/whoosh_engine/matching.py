"""Which documents of a segment match a plan, and how well: sets of numbers, no scores.

The last resort are names like what was typed: with a wrong character, one of the same sound, or
one left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

import numpy as np
import numpy.typing as npt

from app.kernel.search.analysis import Spelling, sounds_of
from app.kernel.search.engine import SCORE_EXACT, SCORE_NAME, SCORE_TEXT
from app.kernel.search.plan import (
    NEAR_BEST,
    SIMILAR_ENOUGH,
    SOUND_SHARE,
    QueryPlan,
    heaviest,
    pair_weights,
)
from app.kernel.search.whoosh_engine.docsets import NOTHING, DocSet, intersection, union
from app.kernel.search.whoosh_engine.files import Mask, Numbers
from app.kernel.search.whoosh_engine.schema import EXACT, NAME, NAME_EXACT, TEXT
from app.kernel.search.whoosh_engine.store import LoadedSegment, SegmentFiles
from app.kernel.search.whoosh_engine.terms import TermLookup

Relevance = npt.NDArray[np.int32]
Shares = npt.NDArray[np.float32]


@dataclass(frozen=True)
class SegmentHits:
    """The matching documents of one segment in tiers, the best first, none in two of them.

    ``unproven`` are phrases that may stand nowhere as a whole in some of those that are not
    exact.
    """

    segment: LoadedSegment
    tiers: tuple[tuple[int, DocSet], ...]
    unproven: tuple[str, ...] = ()
    names_only: bool = False

    @cached_property
    def found(self) -> DocSet:
        """All that match."""
        return union([tier for _, tier in self.tiers], self.segment.files.size)

    def relevance(self, numbers: Numbers) -> Relevance:
        """How well each of some hits matches, from 0 to 1000."""
        if len(self.tiers) == 1:
            return np.full(len(numbers), self.tiers[0][0], np.int32)
        relevance = np.zeros(len(numbers), np.int32)
        for value, tier in self.tiers:
            relevance[tier.holds(numbers)] = value
        return relevance

    def proven(self, numbers: Numbers) -> Mask:
        """Which of some hits hold the unproven phrases, or match otherwise."""
        stands: Mask = self.relevance(numbers) == SCORE_EXACT
        rest = np.flatnonzero(~stands)
        stands[rest] = self.segment.files.holding(
            numbers[rest], self.unproven, names_only=self.names_only
        )
        return stands


@dataclass(frozen=True)
class Lookup:
    """The terms of a plan, prepared for all segments, and the day (``day_number``) of asking."""

    plan: QueryPlan
    day: int
    names_only: bool
    tokens: TermLookup
    """What a matching document has, all of it."""
    exact: TermLookup
    """The whole text."""
    excluded: Sequence["Lookup"]
    """What a matching document has not."""

    @classmethod
    def of(cls, plan: QueryPlan, day: int, *, names_only: bool) -> "Lookup":
        """What the plan asks for on a day."""
        return cls(
            plan,
            day,
            names_only,
            tokens=TermLookup.of(plan.tokens),
            exact=TermLookup.of([plan.exact]),
            excluded=[cls.of(each, day, names_only=False) for each in plan.excluded],
        )

    def shown(self, documents: DocSet, segment: LoadedSegment) -> DocSet:
        """What the public may see of what was found, less what was asked to be left out."""
        left = documents - segment.hidden(self.day)
        for each in self.excluded:
            if not left.rarity:
                break
            hits = each.having_all(segment.files, TEXT) & left
            left = left - proven(segment.files, hits, each.plan.phrases, names_only=False)
        return left

    def having_all(self, files: SegmentFiles, field: str) -> DocSet:
        """The documents that have all tokens, and terms that begin with each character."""
        known = files.fields[field]
        sets = known.all_of(self.tokens)
        if sets is None:
            return DocSet(files.size, NOTHING)
        places = [known.beginning_with(character) for character in self.plan.characters]
        return intersection([*sets, *map(known.union, places)], files.size)


def by_words(
    segments: Sequence[LoadedSegment], lookup: Lookup, *, proven_limit: int
) -> list[SegmentHits]:
    """Documents with all words, or with the whole text as a code, number or name.

    Where there are more than ``proven_limit``, too many to look into each, they come unproven.
    """
    field = NAME if lookup.names_only else TEXT
    found = [lookup.shown(lookup.having_all(segment.files, field), segment) for segment in segments]
    proving = bool(lookup.plan.phrases) and sum(each.count for each in found) <= proven_limit
    return [
        _graded(segment, each, lookup, proving=proving)
        for segment, each in zip(segments, found, strict=True)
    ]


def _graded(
    segment: LoadedSegment, documents: DocSet, lookup: Lookup, *, proving: bool
) -> SegmentHits:
    """What was found, in tiers, with what has the whole text as a code, number or name."""
    files, phrases = segment.files, lookup.plan.phrases
    named = documents
    if not lookup.names_only and documents.rarity:
        named = lookup.having_all(files, NAME) & documents
    rest = documents - named
    if proving:
        failed = named
        named = proven(files, named, phrases, names_only=True)
        if not lookup.names_only:
            rest = proven(files, rest | (failed - named), phrases, names_only=False)
    exact = [NAME_EXACT] if lookup.names_only else [NAME_EXACT, EXACT]
    whole = union([files.fields[field].find(lookup.exact) for field in exact], files.size)
    if whole.rarity:
        whole = lookup.shown(whole, segment)
    tiers = (
        (SCORE_EXACT, whole),
        (SCORE_NAME, named - whole),
        (SCORE_TEXT, rest - whole),
    )
    return SegmentHits(
        segment,
        tuple((value, tier) for value, tier in tiers if tier.count),
        () if proving else phrases,
        lookup.names_only,
    )


def proven(
    files: SegmentFiles, found: DocSet, phrases: Sequence[str], *, names_only: bool
) -> DocSet:
    """Those found in which the phrases stand as a whole."""
    if not phrases or not found.rarity:
        return found
    stands = files.holding(found.numbers, phrases, names_only=names_only)
    return DocSet(files.size, found.numbers[stands])


def by_code_beginning(segment: LoadedSegment, lookup: Lookup, beginning: str) -> SegmentHits:
    """Documents with a code or number that begins so."""
    codes = segment.files.fields[EXACT]
    return _named(segment, lookup, codes.union(codes.beginning_with(beginning)))


def by_spelling(segment: LoadedSegment, lookup: Lookup, ways: Sequence[Spelling]) -> SegmentHits:
    """Documents with a name that reads so, in one of these ways."""
    names = segment.files.fields[NAME]
    found = []
    for way in ways:
        tokens = names.all_of(TermLookup.of(way.tokens))
        if tokens is not None:
            last = names.union(names.beginning_with(way.beginning))
            found.append(intersection([*tokens, last], segment.files.size))
    return _named(segment, lookup, union(found, segment.files.size))


def _named(segment: LoadedSegment, lookup: Lookup, documents: DocSet) -> SegmentHits:
    shown = lookup.shown(documents, segment)
    return SegmentHits(segment, ((SCORE_NAME, shown),) if shown.count else ())


@dataclass(frozen=True)
class PairMatches:
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
    pair_terms = TermLookup.of(chain.from_iterable(spellings))
    found = [
        _alike(segment.files, spellings, pair_terms, less)
        for segment, less in zip(segments, hidden, strict=True)
    ]
    size = sum(each.files.size - less.count for each, less in zip(segments, hidden, strict=True))
    frequencies = np.sum([[each.sounding.count for each in alike] for alike in found], axis=0)
    weights = pair_weights(frequencies.tolist(), size)
    candidate_pairs = heaviest(weights)
    candidates = [
        lookup.shown(
            union([alike[pair].sounding for pair in candidate_pairs], segment.files.size), segment
        )
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


def _likeness(candidates: DocSet, alike: Sequence[PairMatches], weights: Sequence[float]) -> Shares:
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
    degrees = np.minimum(shares[chosen] * SCORE_EXACT, SCORE_EXACT - 1).astype(np.int32)
    size = segment.files.size
    tiers = tuple(
        (int(degree), DocSet(size, numbers[degrees == degree]))
        for degree in np.unique(degrees)[::-1]
    )
    return SegmentHits(segment, tiers)


def _alike(
    files: SegmentFiles, spellings: Sequence[Sequence[str]], pair_terms: TermLookup, hidden: DocSet
) -> list[PairMatches]:
    """What the segment has of each pair, which comes first of its spellings."""
    documents = files.fields[NAME].each_of(pair_terms)
    alike = []
    for spelling in spellings:
        written, *others = islice(documents, len(spelling))
        shown = (written or DocSet(files.size, NOTHING)) - hidden
        sounds = union([each for each in others if each is not None], files.size)
        alike.append(PairMatches(shown, union([shown, sounds - hidden], files.size)))
    return alike
