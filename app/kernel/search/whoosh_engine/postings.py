"""From the terms of documents, or of other segments, to the arrays that TermField reads."""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import compress, count, pairwise

import numpy as np
import numpy.typing as npt

from app.kernel.search.whoosh_engine.docsets import DENSE_FROM, DENSE_SHARE, Bits, packed
from app.kernel.search.whoosh_engine.files import ArrayWriter, Numbers
from app.kernel.search.whoosh_engine.terms import TermField, keys_of

Counts = npt.NDArray[np.int64]
Piece = tuple[Counts, Numbers]
"""For some neighbouring terms the number of documents of each, and their documents in order."""

PIECE = 2_000_000
DELETED = -1


class FieldPool:
    """The terms of one field as documents come, in memory, as one number for each posting."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._postings = array("I")
        self._counts = array("I")

    def add(self, terms: set[str]) -> None:
        """Take all terms of the next document."""
        self._postings.extend(map(self._numbers.__getitem__, terms))
        self._counts.append(len(terms))

    def write(self, out: ArrayWriter, field: str) -> None:
        """Write the field of a segment that has these documents."""
        known, size = list(self._numbers), len(self._counts)
        order = sorted(range(len(known)), key=known.__getitem__)
        places = np.empty(len(known), np.int64)
        places[order] = np.arange(len(known))
        documents = np.repeat(np.arange(size), np.asarray(self._counts, np.int64))
        postings = _sorted_pairs(places[np.asarray(self._postings, np.int64)], documents)
        terms = [known[number].encode() for number in order]
        write_field(out, field, terms, iter([_piece(postings, 0, len(terms))]), size)


def write_field(
    out: ArrayWriter, field: str, terms: Sequence[bytes], pieces: Iterator[Piece], size: int
) -> None:
    """Write terms, given in order, and their documents; a term without any is left out."""
    counts: list[Counts] = [np.empty(0, np.int64)]
    dense: dict[int, Bits] = {}

    def sparse_parts() -> Iterator[Numbers]:
        done = 0
        for piece, documents in pieces:
            often = (piece >= DENSE_FROM) & (piece * DENSE_SHARE > size)
            ends = np.cumsum(piece)
            for place in np.flatnonzero(often).tolist():
                mask = np.zeros(size, np.bool_)
                mask[documents[ends[place] - piece[place] : ends[place]]] = True
                dense[done + place] = packed(mask)
            counts.append(piece)
            done += len(piece)
            yield documents[~np.repeat(often, piece)] if often.any() else documents

    out.write_parts(f"{field}.numbers", "<i4", sparse_parts())
    found = np.concatenate(counts)
    some, often = found > 0, list(dense)
    found_terms = list(compress(terms, some.tolist()))
    found[often] = 0
    out.write(f"{field}.starts", _ends(found[some]).astype("<u4"))
    out.write(f"{field}.dense_terms", (np.cumsum(some) - 1)[often].astype("<i4"))
    out.write_parts(f"{field}.dense", "<u8", dense.values())
    out.write(f"{field}.keys", keys_of(found_terms))
    out.write(f"{field}.text", np.frombuffer(b"".join(found_terms), np.uint8))
    out.write(f"{field}.text_ends", _ends([len(term) for term in found_terms]).astype("<u4"))


def merge_field(
    out: ArrayWriter, field: str, sources: Sequence[tuple[TermField, Numbers]], size: int
) -> None:
    """Write the field of a segment that unites others.

    Each source comes with the new number of each of its documents, DELETED for those that
    stay behind.
    """
    terms, groups = _united([source for source, _ in sources])
    write_field(out, field, terms, _pieces(sources, groups, len(terms)), size)


def _united(sources: Sequence[TermField]) -> tuple[list[bytes], list[Counts]]:
    """All terms in order, and for each source the places of its own terms among them."""
    everything = [term for source in sources for term in source.all_terms()]
    order = sorted(range(len(everything)), key=everything.__getitem__)
    ordered = [everything[place] for place in order]
    fresh = [True, *(left != right for left, right in pairwise(ordered))][: len(ordered)]
    places = np.empty(len(order), np.int64)
    places[order] = np.cumsum(fresh) - 1
    terms = list(compress(ordered, fresh))
    ends = np.cumsum([len(source) for source in sources])
    return terms, np.split(places, ends[:-1])


def _pieces(
    sources: Sequence[tuple[TermField, Numbers]], groups: Sequence[Counts], terms: int
) -> Iterator[Piece]:
    """The united documents of all terms, as many terms at a time as fit into memory."""
    totals = np.zeros(terms, np.int64)
    for (source, _), places in zip(sources, groups, strict=True):
        totals[places] += source.counts()
    ends, first = np.cumsum(totals), 0
    while first < terms:
        before = int(ends[first - 1]) if first else 0
        last = max(int(np.searchsorted(ends, before + PIECE, "right")), first + 1)
        found = [
            _renumbered(source, numbers, places, first, last)
            for (source, numbers), places in zip(sources, groups, strict=True)
        ]
        owners = np.concatenate([part for part, _ in found])
        documents = np.concatenate([part for _, part in found])
        yield _piece(_sorted_pairs(owners, documents), first, last)
        first = last


def _renumbered(
    source: TermField, numbers: Numbers, places: Counts, first: int, last: int
) -> tuple[Counts, Numbers]:
    """A source's part of the united terms from ``first`` to ``last``: terms and documents."""
    begin, end = np.searchsorted(places, (first, last)).tolist()
    here = range(begin, end)
    owners = [np.repeat(places[begin:end], source.sparse_counts(here))]
    documents = [source.sparse(here)]
    for place, found in source.dense(here):
        owners.append(np.full(found.count, places[place]))
        documents.append(found.numbers)
    renumbered = numbers[np.concatenate(documents)]
    alive = renumbered != DELETED
    return np.concatenate(owners)[alive], renumbered[alive]


def _sorted_pairs(owners: Counts, documents: npt.NDArray[np.integer]) -> Counts:
    """Term and document of each posting in one number, in order."""
    pairs = owners << 32 | documents
    pairs.sort()
    return pairs


def _piece(pairs: Counts, first: int, last: int) -> Piece:
    owners = (pairs >> 32) - first
    counts = np.bincount(owners, minlength=last - first)
    return counts, (pairs & 0xFFFFFFFF).astype(np.int32)


def _ends(lengths: Counts | list[int]) -> Counts:
    """Where each of some stretches begins, and where the last ends."""
    return np.concatenate([[0], np.cumsum(lengths)])
