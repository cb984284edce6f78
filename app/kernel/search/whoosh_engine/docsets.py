"""Sets of the documents of one segment: a few as ordered numbers, very many as bits.

A set of more than one document in 32 is smaller as bits, and two such sets meet in one pass
over words of 64 documents.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from app.kernel.search.whoosh_engine.files import Mask, Numbers

Bits = npt.NDArray[np.uint64]

WORD = 64
DENSE_SHARE = 32
DENSE_FROM = 1024
"""Sets with fewer documents are numbers, whatever their share."""

FAR_SMALLER = 16
"""Where a set is so much smaller than another, its documents are looked up one by one."""

NOTHING: Numbers = np.empty(0, np.int32)


def is_dense(count: int, size: int) -> bool:
    """Whether so many documents of ``size`` are better kept as bits."""
    return count >= DENSE_FROM and count * DENSE_SHARE > size


def words_of(size: int) -> int:
    """The number of 64-bit words for the bits of ``size`` documents."""
    return -(-size // WORD)


class DocSet:
    """Some of the ``size`` documents of a segment: as numbers, in order and each once, or as bits.

    A search makes a hundred, so that neither a dataclass that guards its fields nor a cached
    property, which takes a lock, would do. Nobody changes one.
    """

    __slots__ = ("_count", "_numbers", "bits", "size")

    def __init__(self, size: int, numbers: Numbers | None = None, bits: Bits | None = None) -> None:
        self.size = size
        self.bits = bits
        self._numbers = numbers
        self._count: int | None = None

    @classmethod
    def of_mask(cls, mask: Mask) -> "DocSet":
        """The documents at which the mask is set."""
        count = int(np.count_nonzero(mask))
        if is_dense(count, len(mask)):
            return cls(len(mask), bits=packed(mask))
        return cls(len(mask), np.flatnonzero(mask).astype(np.int32))

    @property
    def count(self) -> int:
        """How many there are."""
        if self.bits is None:
            return len(self.numbers)
        if self._count is None:
            self._count = int(np.bitwise_count(self.bits).sum(dtype=np.int64))
        return self._count

    @property
    def numbers(self) -> Numbers:
        """The numbers of all, in order."""
        if self._numbers is None:
            self._numbers = np.flatnonzero(self.mask).astype(np.int32)
        return self._numbers

    @property
    def mask(self) -> Mask:
        """One truth value for each document of the segment."""
        if self.bits is not None:
            octets = self.bits.view(np.uint8)
            return np.unpackbits(octets, count=self.size, bitorder="little").view(np.bool_)
        mask = np.zeros(self.size, np.bool_)
        mask[self.numbers] = True
        return mask

    def holds(self, numbers: Numbers) -> Mask:
        """Which of the numbers, in order, are in the set."""
        if self.bits is not None:
            octets = self.bits.view(np.uint8)
            found: Mask = (octets[numbers >> 3] >> (numbers & 7).astype(np.uint8) & 1).view(
                np.bool_
            )
            return found
        if not len(self.numbers):
            return np.zeros(len(numbers), np.bool_)
        if len(numbers) * FAR_SMALLER > len(self.numbers):
            return self.mask[numbers]
        places = np.searchsorted(self.numbers, numbers)
        places[places == len(self.numbers)] = 0
        return np.equal(self.numbers[places], numbers)

    def __and__(self, other: "DocSet") -> "DocSet":
        if self.bits is not None and other.bits is not None:
            return DocSet(self.size, bits=self.bits & other.bits)
        small, large = (self, other) if self.rarity <= other.rarity else (other, self)
        return DocSet(self.size, small.numbers[large.holds(small.numbers)])

    def __sub__(self, other: "DocSet") -> "DocSet":
        if self.bits is not None and other.bits is not None:
            return DocSet(self.size, bits=self.bits & ~other.bits)
        if not other.rarity:
            return self
        if self.bits is not None:
            left, numbers = self.bits.copy(), other.numbers
            octets = ~(np.uint8(1) << (numbers & 7).astype(np.uint8))
            np.bitwise_and.at(left.view(np.uint8), numbers >> 3, octets)
            return DocSet(self.size, bits=left)
        return DocSet(self.size, self.numbers[~other.holds(self.numbers)])

    def __or__(self, other: "DocSet") -> "DocSet":
        if self.bits is not None and other.bits is not None:
            return DocSet(self.size, bits=self.bits | other.bits)
        if not self.rarity or not other.rarity:
            return other if not self.rarity else self
        if self.bits is not None or other.bits is not None:
            return DocSet(self.size, bits=packed(self.mask | other.mask))
        return DocSet(self.size, _each_once([self.numbers, other.numbers]))

    @property
    def rarity(self) -> int:
        """The count where it is at hand; for bits, as many as there could be."""
        return self.size if self.bits is not None else len(self.numbers)

    def first(self, needed: int) -> Numbers:
        """The numbers of the first ``needed``, without a look at the rest."""
        if self.bits is None:
            return self.numbers[:needed]
        before = np.cumsum(np.bitwise_count(self.bits), dtype=np.int64)
        words = int(np.searchsorted(before, needed)) + 1
        octets = self.bits[:words].view(np.uint8)
        set_bits = np.unpackbits(octets, bitorder="little").view(np.bool_)
        return np.flatnonzero(set_bits)[:needed].astype(np.int32)


def packed(mask: Mask) -> Bits:
    """The mask as bits, filled up to whole words."""
    octets = np.zeros(words_of(len(mask)) * 8, np.uint8)
    octets[: -(-len(mask) // 8)] = np.packbits(mask, bitorder="little")
    return octets.view(np.uint64)


def intersection(sets: Sequence[DocSet], size: int) -> DocSet:
    """The documents in all of the sets, starting from the rarest; none of no sets."""
    if not sets:
        return DocSet(size, NOTHING)
    common, *others = sorted(sets, key=lambda each: each.rarity)
    for other in others:
        if common.bits is None and not len(common.numbers):
            break
        common = common & other
    return common


def union(sets: Sequence[DocSet], size: int) -> DocSet:
    """The documents in any of the sets."""
    few = [each.numbers for each in sets if each.bits is None and len(each.numbers)]
    together = DocSet(size, _each_once(few))
    for each in sets:
        together = together | each if each.bits is not None else together
    return together


def _each_once(parts: Sequence[Numbers]) -> Numbers:
    """The numbers of several sets in order. ``np.unique`` takes several times as long."""
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    together = np.concatenate(parts)
    together.sort()
    once: Numbers = together[np.concatenate([[True], together[1:] != together[:-1]])]
    return once
