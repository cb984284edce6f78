"""The engine: one reader a process, one writer over all of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np

from app.kernel.search.documents import DocumentId, SearchDocument
from app.kernel.search.engine import (
    Health,
    IndexChanges,
    Matches,
    MatchMode,
    ResultSlice,
    SearchUnavailableError,
)
from app.kernel.search.plan import QueryPlan
from app.kernel.search.whoosh_engine import writer
from app.kernel.search.whoosh_engine.files import Numbers
from app.kernel.search.whoosh_engine.matching import (
    Lookup,
    SegmentHits,
    by_code_beginning,
    by_similarity,
    by_spelling,
    by_words,
)
from app.kernel.search.whoosh_engine.ranking import page_of
from app.kernel.search.whoosh_engine.schema import EXACT, KINDS, day_number
from app.kernel.search.whoosh_engine.store import (
    IndexStore,
    LoadedSegment,
    SnapshotReader,
    Stamp,
)

WRITE_TIMEOUT = 5.0
"""Seconds that a change waits for other writers, before IndexBusyError."""
BUILD_TIMEOUT = 60.0
"""Seconds that a rebuild waits for them."""
BUILD_SEGMENT = 50_000
"""Documents of a segment while the index is built."""
COMPLETED_TERMS = 200
PROVEN_LIMIT = 3_000
"""As many candidates are looked into one by one; it takes some milliseconds."""


class WhooshEngine:
    """A SearchEngine on files in one directory; see there what each method promises."""

    def __init__(self, root: Path, *, proven_limit: int = PROVEN_LIMIT) -> None:
        self._proven_limit = proven_limit
        self._store = IndexStore(root)
        self._reader = SnapshotReader(self._store)

    def search(self, plan: QueryPlan, result_slice: ResultSlice, *, today: date) -> Matches:
        snapshot = self._reader.snapshot()
        if plan.is_empty or not snapshot.segments:
            return Matches()
        lookup = Lookup.of(plan, day_number(today), names_only=result_slice.names_only)
        for mode, hits in _passes(snapshot.segments, lookup, self._proven_limit):
            if not any(part.tiers for part in hits):
                continue
            matches = page_of(hits, snapshot.labels, result_slice, mode)
            if matches.total or not any(part.unproven for part in hits):
                return matches
        return Matches()

    def completions(self, beginning: str, *, limit: int, today: date) -> Sequence[DocumentId]:
        """Some of the visible records with a code or number that begins so, in its order.

        Raises SearchUnavailableError.
        """
        found: list[DocumentId] = []
        for segment in self._reader.snapshot().segments:
            numbers = islice(_beginning_with(segment, beginning, day_number(today)), limit)
            found.extend(_ids(segment, np.fromiter(numbers, np.int32)))
        return found[:limit]

    @contextmanager
    def batch(self) -> Iterator[IndexChanges]:
        changes = IndexChanges()
        yield changes
        if not changes.documents:
            return
        with self._store.locked(timeout=WRITE_TIMEOUT):
            directory = self._store.current()
            self._store.point_to(directory, generation=writer.update(directory, changes.documents))

    def rebuild(
        self, documents: Iterable[SearchDocument], *, advance: Callable[[int], None] | None = None
    ) -> int:
        """Make the index anew beside the one in use, then switch; returns the number of records.

        Other writers wait, and get IndexBusyError after ``WRITE_TIMEOUT`` seconds.
        """
        total = 0
        remaining = iter(documents)
        with self._store.locked(timeout=BUILD_TIMEOUT):
            directory = self._store.new_directory()
            writer.create(directory)
            while chunk := list(islice(remaining, BUILD_SEGMENT)):
                writer.add(directory, chunk)
                total += len(chunk)
                if advance is not None:
                    advance(len(chunk))
            self._store.point_to(directory, generation=writer.unite(directory))
            self._store.remove_others(directory)
        return total

    def fingerprints(self, today: date) -> Mapping[DocumentId, int]:
        day = day_number(today)
        found: dict[DocumentId, int] = {}
        for segment in self._reader.snapshot().segments:
            columns = segment.files.columns
            numbers = segment.shown(day)
            marks = columns["fingerprint"][numbers].tolist()
            found.update(zip(_ids(segment, numbers), marks, strict=True))
        return found

    def hidden(self, today: date) -> Sequence[DocumentId]:
        day = day_number(today)
        return [
            document_id
            for segment in self._reader.snapshot().segments
            for document_id in _ids(segment, segment.past(day))
        ]

    def stamp(self) -> Stamp | None:
        """That of the pointer, which is replaced at each commit."""
        return self._store.stamp()

    def health(self) -> Health:
        try:
            snapshot = self._reader.snapshot()
            files = [path for path in snapshot.directory.iterdir() if path.is_file()]
            size = sum(path.stat().st_size for path in files)
        except (SearchUnavailableError, OSError):
            return Health(ready=False)
        return Health(
            ready=True,
            documents=sum(
                segment.files.size - segment.deleted.count for segment in snapshot.segments
            ),
            segments=len(snapshot.segments),
            size_bytes=size,
        )


def _passes(
    segments: Sequence[LoadedSegment], lookup: Lookup, proven_limit: int
) -> Iterator[tuple[MatchMode, list[SegmentHits]]]:
    """Ways to find something, the strictest first; the next is tried when one finds nothing."""
    plan = lookup.plan
    yield MatchMode.WORDS, by_words(segments, lookup, proven_limit=proven_limit)
    if beginning := plan.code_beginning:
        found = [by_code_beginning(segment, lookup, beginning) for segment in segments]
        yield MatchMode.CODE_BEGINNING, found
    if plan.syllables:
        found = [by_spelling(segment, lookup, plan.syllables) for segment in segments]
        yield MatchMode.SYLLABLES, found
    if plan.initials:
        found = [by_spelling(segment, lookup, [plan.initials]) for segment in segments]
        yield MatchMode.INITIALS, found
    if plan.pairs and not plan.quoted:
        yield MatchMode.SIMILAR, by_similarity(segments, lookup, plan.pairs)


def _beginning_with(segment: LoadedSegment, beginning: str, day: int) -> Iterator[int]:
    """The visible documents with a code or number that begins so, in the order of these."""
    codes, hidden = segment.files.fields[EXACT], segment.hidden(day)
    places = codes.beginning_with(beginning)
    for start in range(0, len(places), COMPLETED_TERMS):
        numbers = codes.sparse(places[start : start + COMPLETED_TERMS])
        yield from numbers[~hidden.holds(numbers)].tolist()


def _ids(segment: LoadedSegment, numbers: Numbers) -> list[DocumentId]:
    kinds = segment.files.kinds(numbers).tolist()
    keys = segment.files.columns["key"][numbers].tolist()
    return [DocumentId(KINDS[kind], key) for kind, key in zip(kinds, keys, strict=True)]
