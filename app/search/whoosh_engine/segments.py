"""Reading: a segment's columns and texts as mapped files, its postings as arrays on demand."""

import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Codec
from whoosh.reading import SegmentReader, TermNotFound

from app.search.whoosh_engine.numbers import Numbers, mapped
from app.search.whoosh_engine.schema import COLUMNS, EXISTENCE, SCHEMA
from app.search.whoosh_engine.texts import UNIT, TextReader

Mask = npt.NDArray[np.bool_]

CACHE_BYTES = 64 * 1024 * 1024
CACHED_FROM = 256
KEPT_BYTES = 500
MASK_SHARE = 64
MAX_EXPANSIONS = 20_000

NOTHING: Numbers = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents that have a term, in order; for a frequent term also as a mask."""

    numbers: Numbers
    mask: Mask | None

    @property
    def size_bytes(self) -> int:
        """The memory that this takes, with what it takes to keep it."""
        return KEPT_BYTES + self.numbers.nbytes + (0 if self.mask is None else self.mask.nbytes)


class PostingCache:
    """The postings used last, up to a size; shared by all segments of a process."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[tuple[str, str, str], Postings] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, str, str], read: Callable[[], Postings]) -> Postings:
        """The postings under ``key``, read when they are not kept."""
        with self._lock:
            # Whoosh seeks in one shared file for each read, so reads must not overlap.
            if found := self._kept.get(key):
                self._kept.move_to_end(key)
                return found
            postings = read()
            if len(postings.numbers) >= CACHED_FROM:
                self._keep(key, postings)
            return postings

    def remembered(self, key: tuple[str, str, str], answer: Callable[[], Numbers]) -> Numbers:
        """What was once answered under ``key``; the answer may itself ask for postings."""
        with self._lock:
            if found := self._kept.get(key):
                self._kept.move_to_end(key)
                return found.numbers
        numbers = answer()
        with self._lock:
            if key not in self._kept:
                self._keep(key, Postings(numbers, None))
        return numbers

    def _keep(self, key: tuple[str, str, str], postings: Postings) -> None:
        self._kept[key] = postings
        self._size += postings.size_bytes
        while self._size > self._limit:
            _, dropped = self._kept.popitem(last=False)
            self._size -= dropped.size_bytes


class SegmentFiles:
    """The unchanging part of a segment: open files, columns and texts."""

    def __init__(
        self,
        directory: Path,
        storage: Any,
        segment: Any,
        cache: PostingCache,
        texts: TextReader,
    ) -> None:
        self.id = str(segment.segment_id())
        self.size = int(segment.doc_count_all())
        reader = SegmentReader(storage, SCHEMA, segment)
        weakref.finalize(self, reader.close)
        # Whoosh is pinned, and has no public way to its postings in blocks.
        self._terms = reader._terms
        self._cache = cache
        self.columns = {
            name: mapped(directory / W3Codec.column_filename(segment, name), self.size)
            for name in COLUMNS
        }
        self._texts = texts
        self._check_texts()

    def holding(self, numbers: Numbers, phrases: Sequence[str], *, names_only: bool) -> Mask:
        """In which of the documents each phrase stands as a whole, in one field."""
        places = self.columns["text_place"][numbers]
        ends = self.columns["names_end" if names_only else "text_end"][numbers]
        stands = np.ones(len(numbers), np.bool_)
        for phrase in phrases:
            left = np.flatnonzero(stands)
            stands[left] = self._texts.holding(places[left], ends[left], phrase)
        return stands

    def remembered(self, question: str, answer: Callable[[], Numbers]) -> Numbers:
        """The answer to a question about the texts, worked out once."""
        return self._cache.remembered((self.id, "", question), answer)

    def _check_texts(self) -> None:
        """A file of texts that was cut short must be noticed now, not at some later question."""
        if self.size:
            last = int(self.columns["text_place"].argmax())
            end = int(self.columns["text_place"][last]) * UNIT + int(self.columns["text_end"][last])
            if end > self._texts.size:
                raise ValueError(f"the texts end before those of segment {self.id}")

    def postings(self, field: str, term: str) -> Postings:
        """The documents that have ``term`` in ``field``."""
        return self._cache.get((self.id, field, term), lambda: self._read(field, term))

    def beginning_with(self, field: str, prefix: str, *, most: int = MAX_EXPANSIONS) -> Postings:
        """The documents that have any of the first terms in ``field`` that begin so."""
        key = (self.id, field, f"{prefix}*{most}")
        return self._cache.get(key, lambda: self._read_beginning(field, prefix, most))

    def _read(self, field: str, term: str) -> Postings:
        return self._postings(self._numbers(field, term.encode()))

    def _read_beginning(self, field: str, prefix: str, most: int) -> Postings:
        mask = np.zeros(self.size, np.bool_)
        begin = prefix.encode()
        for count, (name, term) in enumerate(self._terms.terms_from(field, begin)):
            if name != field or not term.startswith(begin) or count >= most:
                break
            mask[self._numbers(field, term)] = True
        return self._postings(np.flatnonzero(mask).astype(np.int32))

    def _postings(self, numbers: Numbers) -> Postings:
        if len(numbers) <= self.size // MASK_SHARE:
            return Postings(numbers, None)
        mask = np.zeros(self.size, np.bool_)
        mask[numbers] = True
        return Postings(numbers, mask)

    def _numbers(self, field: str, term: bytes) -> Numbers:
        """Read the blocks of a term; each holds the distances between document numbers."""
        try:
            matcher = self._terms.matcher(field, term, EXISTENCE)
        except TermNotFound:
            return NOTHING
        parts = []
        while True:
            matcher._read_data()
            distances = np.array(matcher._data[0], np.int32)
            parts.append(np.cumsum(distances, dtype=np.int32))
            if matcher._lastblock:
                break
            matcher._next_block()
        return parts[0] if len(parts) == 1 else np.concatenate(parts)


class LoadedSegment:
    """A segment as of one commit: its files, and which of its documents still count."""

    def __init__(self, files: SegmentFiles, alive: Mask | None) -> None:
        self.files = files
        self._alive = alive
        self._visible: tuple[int, Mask] | None = None

    def alive(self, mask: Mask) -> Mask:
        """Those of the documents in ``mask`` that have not been deleted."""
        return mask if self._alive is None else mask & self._alive

    def visible(self, day: int) -> Mask:
        """The documents that the public may see on a day; kept for the next question."""
        kept = self._visible
        if kept is None or kept[0] != day:
            columns = self.files.columns
            shown = (columns["visible_from"] <= day) & (columns["visible_until"] >= day)
            kept = self._visible = (day, self.alive(shown))
        return kept[1]


def loaded(files: SegmentFiles, segment: Any) -> LoadedSegment:
    """The segment without those of its documents that have been deleted."""
    alive = None
    if segment.has_deletions():
        alive = np.ones(files.size, np.bool_)
        alive[np.array(sorted(segment.deleted_docs()), np.int64)] = False
    return LoadedSegment(files, alive)
