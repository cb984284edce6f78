"""The terms of one field of a segment in the order of their bytes, and the documents of each.

The first eight bytes of a term are a number that keeps the order; nearly all terms, pairs of
characters, are no longer, so numpy finds many of them in one call. The documents of
neighbouring terms lie side by side: those of all terms with one beginning are one stretch.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from app.kernel.search.whoosh_engine.docsets import NOTHING, DocSet, words_of
from app.kernel.search.whoosh_engine.files import ArrayFile, Numbers

Keys = npt.NDArray[np.uint64]

KEY_BYTES = 8
FEW = 2_000


@dataclass(frozen=True)
class TermLookup:
    """Terms to look up, prepared once for all segments."""

    terms: Sequence[bytes]
    keys: Keys
    """The numbers that the terms begin with."""

    @classmethod
    def of(cls, tokens: Iterable[str]) -> "TermLookup":
        """These tokens as they are filed."""
        return cls.filed([token.encode() for token in tokens])

    @classmethod
    def filed(cls, terms: Sequence[bytes]) -> "TermLookup":
        """These terms."""
        return cls(terms, np.array([key_of(term) for term in terms], np.uint64))


class TermField:
    """All terms of a field of one segment."""

    def __init__(self, field: str, file: ArrayFile, size: int) -> None:
        self._field, self._file, self._size = field, file, size
        self._keys: Keys = file.mapped(f"{field}.keys")
        self._dense_terms: Numbers = file.mapped(f"{field}.dense_terms")
        self._dense = file.mapped(f"{field}.dense").reshape(-1, words_of(size))
        self._dense_row = {int(term): row for row, term in enumerate(self._dense_terms)}

    def __len__(self) -> int:
        return len(self._keys)

    def all_terms(self) -> list[bytes]:
        """All terms, in order."""
        text = self._text(0, len(self))
        ends = self._file.read(f"{self._field}.text_ends", 0, len(self) + 1)
        return [text[start:end] for start, end in pairwise(ends.tolist())]

    def counts(self) -> npt.NDArray[np.int64]:
        """How many documents each term has."""
        counts = self.sparse_counts(range(len(self)))
        for place, found in self.dense(range(len(self))):
            counts[place] = found.count
        return counts

    def term(self, place: int) -> bytes:
        """The term at a place of the order."""
        return self._text(place, place + 1)

    def _text(self, first: int, last: int) -> bytes:
        ends = self._file.read(f"{self._field}.text_ends", first, last + 1)
        return self._file.read(f"{self._field}.text", int(ends[0]), int(ends[-1])).tobytes()

    def all_of(self, lookup: TermLookup) -> list[DocSet] | None:
        """The documents of each of the terms; None when one of them has none."""
        found = []
        for documents in self.each_of(lookup):
            if documents is None:
                return None
            found.append(documents)
        return found

    def each_of(self, lookup: TermLookup) -> Iterator[DocSet | None]:
        """The documents of each of the terms; None for one that no document has."""
        places = self._keys.searchsorted(lookup.keys)
        if len(self):
            known = self._keys[np.minimum(places, len(self) - 1)] == lookup.keys
        else:
            known = np.zeros(len(places), np.bool_)
        found = zip(lookup.terms, places.tolist(), known.tolist(), strict=True)
        for term, place, is_known in found:
            exact = self._exact(term, place) if is_known else None
            yield None if exact is None else self.documents(exact)

    def find(self, lookup: TermLookup) -> DocSet:
        """The documents of a single term."""
        found = self.all_of(lookup)
        return found[0] if found else DocSet(self._size, NOTHING)

    def _exact(self, term: bytes, place: int) -> int | None:
        """The place of a term, given the first with its key."""
        if len(term) < KEY_BYTES:
            # The key of a shorter term ends with zeros, which stand in no term: it is this one.
            return place
        if len(term) > KEY_BYTES:
            place += bisect_left(self._with_key(term, place), term, key=self.term)
        return place if place < len(self) and self.term(place) == term else None

    def _with_key(self, term: bytes, place: int) -> range:
        key = np.uint64(key_of(term))
        return range(place, int(self._keys.searchsorted(key, "right")))

    def place_from(self, term: bytes) -> int:
        """The place of the first term that is not before this one."""
        first = int(self._keys.searchsorted(np.uint64(key_of(term))))
        if len(term) <= KEY_BYTES:
            return first
        same = self._with_key(term, first)
        return first + bisect_left(same, term, key=self.term)

    def beginning_with(self, beginning: str) -> range:
        """The places of the terms that begin so."""
        prefix = beginning.encode()
        first = self.place_from(prefix)
        if len(prefix) <= KEY_BYTES:
            last = np.uint64(key_of(prefix, filler=b"\xff"))
            return range(first, int(self._keys.searchsorted(last, "right")))
        same = self._with_key(prefix, first)
        count = bisect_right(same, prefix, key=lambda place: self.term(place)[: len(prefix)])
        return same[:count]

    def documents(self, place: int) -> DocSet:
        """The documents of the term at a place."""
        row = self._dense_row.get(place)
        if row is not None:
            return DocSet(self._size, bits=self._dense[row])
        return DocSet(self._size, self.sparse(range(place, place + 1)))

    def sparse(self, places: range) -> Numbers:
        """The documents of neighbouring terms, one after another, without those kept as bits."""
        starts = self._starts(places)
        return self._file.read(f"{self._field}.numbers", int(starts[0]), int(starts[-1]))

    def sparse_counts(self, places: range) -> npt.NDArray[np.int64]:
        """How many documents each of the terms has in ``sparse``."""
        starts = self._starts(places).astype(np.int64)
        counts: npt.NDArray[np.int64] = starts[1:] - starts[:-1]
        return counts

    def _starts(self, places: range) -> npt.NDArray[np.uint32]:
        """Where the documents of each of the terms begin, and those of the last end.

        Read, not mapped: over time a reader asks all over the file, and would hold most of it.
        """
        return self._file.read(f"{self._field}.starts", places.start, places.stop + 1)

    def dense(self, places: range) -> Iterator[tuple[int, DocSet]]:
        """Those of the terms whose documents are kept as bits."""
        first, last = self._dense_terms.searchsorted((places.start, places.stop)).tolist()
        for row in range(first, last):
            yield int(self._dense_terms[row]), DocSet(self._size, bits=self._dense[row])

    def union(self, places: range) -> DocSet:
        """The documents of any of neighbouring terms."""
        numbers = self.sparse(places)
        dense = [found for _, found in self.dense(places)]
        if not dense and len(numbers) < FEW:
            return DocSet(self._size, np.unique(numbers))
        mask = np.zeros(self._size, np.bool_)
        mask[numbers] = True
        for found in dense:
            mask |= found.mask
        return DocSet.of_mask(mask)


def key_of(term: bytes, filler: bytes = b"\0") -> int:
    """The first eight bytes of a term as a number."""
    return int.from_bytes(term[:KEY_BYTES].ljust(KEY_BYTES, filler), "big")


def keys_of(terms: Sequence[bytes]) -> Keys:
    """The same for many terms."""
    return np.array(terms, f"S{KEY_BYTES}").view(">u8").astype(np.uint64)
