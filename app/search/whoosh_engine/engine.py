"""The engine: one reader a process, one writer over all of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.search.documents import DocumentId, SearchDocument
from app.search.engine import Filters, Health, Matches, MatchMode, SearchUnavailableError, SortOrder
from app.search.plan import QueryPlan
from app.search.whoosh_engine import matching, ranking, writer
from app.search.whoosh_engine.matching import SegmentHits
from app.search.whoosh_engine.reader import Snapshot, SnapshotReader
from app.search.whoosh_engine.schema import KINDS, day_number
from app.search.whoosh_engine.segments import LoadedSegment
from app.search.whoosh_engine.store import IndexStore

WRITE_TIMEOUT = 5.0
BUILD_TIMEOUT = 60.0
BUILD_SEGMENT = 100_000
COMPLETED_TERMS = 40
PROVEN_LIMIT = 5_000
"""As many candidates are looked into one by one; it takes some milliseconds."""


class WhooshBatch:
    """Changes in memory, by id, so that no id is written twice in one commit."""

    def __init__(self) -> None:
        self.changes: dict[DocumentId, SearchDocument | None] = {}

    def index(self, documents: Iterable[SearchDocument]) -> None:
        """Add the documents, each in place of its older self."""
        self.changes.update((document.id, document) for document in documents)

    def delete(self, ids: Iterable[DocumentId]) -> None:
        """Forget these records."""
        self.changes.update((document_id, None) for document_id in ids)


class WhooshEngine:
    """A SearchEngine on files in one directory."""

    def __init__(self, root: Path, *, proven_limit: int = PROVEN_LIMIT) -> None:
        self._proven_limit = proven_limit
        self._store = IndexStore(root)
        self._reader = SnapshotReader(self._store)

    def search(
        self,
        plan: QueryPlan,
        *,
        filters: Filters,
        sort: SortOrder,
        offset: int,
        limit: int,
        today: date,
        names_only: bool = False,
        facets: bool = True,
    ) -> Matches:
        """The records that match and that the public may see on ``today``."""
        snapshot = self._reader.snapshot()
        if plan.is_empty:
            return Matches()
        for mode, hits in _passes(
            snapshot.segments, plan, names_only=names_only, proven_limit=self._proven_limit
        ):
            kept = [matching.without(part, plan.excluded) for part in hits]
            table = ranking.HitTable(kept, today)
            if not len(table):
                continue
            matches = ranking.page_of(
                table,
                snapshot.labels,
                filters=filters,
                sort=sort,
                offset=offset,
                limit=limit,
                mode=mode,
                facets=facets,
            )
            if matches.total or not table.unproven:
                return matches
        return Matches()

    def completions(self, beginning: str, *, limit: int, today: date) -> Sequence[DocumentId]:
        """Some of the visible records with a code or number that begins so, in its order."""
        found: list[DocumentId] = []
        for segment in self._reader.snapshot().segments:
            hits = matching.by_code_beginning(segment, beginning, most=COMPLETED_TERMS)
            shown = hits.visible(day_number(today)).numbers[:limit]
            found.extend(_ids(segment, shown))
        return found[:limit]

    @contextmanager
    def batch(self) -> Iterator[WhooshBatch]:
        """Collect changes; they are committed when the block ends without an error."""
        changes = WhooshBatch()
        yield changes
        if not changes.changes:
            return
        with self._store.locked(timeout=WRITE_TIMEOUT):
            directory = self._store.current()
            generation = writer.write(
                directory,
                [document for document in changes.changes.values() if document is not None],
                [document_id for document_id, kept in changes.changes.items() if kept is None],
            )
            self._store.point_to(directory, generation=generation)

    def rebuild(
        self, documents: Iterable[SearchDocument], *, advance: Callable[[int], None] | None = None
    ) -> int:
        """Make the index anew beside the one in use, then switch; returns the number of records.

        Other writers wait, and are refused when they have waited long.
        """
        total = generation = 0
        remaining = iter(documents)
        with self._store.locked(timeout=BUILD_TIMEOUT):
            directory = self._store.new_directory()
            writer.create(directory)
            while chunk := list(islice(remaining, BUILD_SEGMENT)):
                generation = writer.write(directory, chunk, building=True)
                total += len(chunk)
                if advance is not None:
                    advance(len(chunk))
            self._store.point_to(directory, generation=generation)
            self._store.remove_others(directory)
        return total

    def fingerprints(self, today: date) -> Mapping[DocumentId, int]:
        """The fingerprint of each record that is visible on ``today``."""
        day = day_number(today)
        found: dict[DocumentId, int] = {}
        for segment in self._reader.snapshot().segments:
            columns = segment.files.columns
            numbers = np.flatnonzero(segment.visible(day))
            marks = columns["fingerprint"][numbers].tolist()
            found.update(zip(_ids(segment, numbers), marks, strict=True))
        return found

    def hidden(self, today: date) -> Sequence[DocumentId]:
        """The records in the index whose time has passed."""
        day = day_number(today)
        return [
            document_id
            for segment in self._reader.snapshot().segments
            for document_id in _ids(
                segment,
                np.flatnonzero(segment.alive(segment.files.columns["visible_until"] < day)),
            )
        ]

    def health(self) -> Health:
        """Whether searches can be answered, and how large the index is."""
        try:
            snapshot = self._reader.snapshot()
        except SearchUnavailableError:
            return Health(ready=False)
        return Health(
            ready=True,
            documents=sum(_alive_count(segment) for segment in snapshot.segments),
            segments=len(snapshot.segments),
            size_bytes=_size(snapshot),
        )


def _passes(
    segments: Sequence[LoadedSegment], plan: QueryPlan, *, names_only: bool, proven_limit: int
) -> Iterator[tuple[MatchMode, list[SegmentHits]]]:
    """Ways to find something, the strictest first; the next is tried when one finds nothing."""
    yield (
        MatchMode.WORDS,
        matching.by_words(segments, plan, names_only=names_only, proven_limit=proven_limit),
    )
    if beginning := plan.code_beginning:
        found = [matching.by_code_beginning(segment, beginning) for segment in segments]
        yield MatchMode.CODE_BEGINNING, found
    if plan.syllables:
        found = [matching.by_spelling(segment, plan.syllables) for segment in segments]
        yield MatchMode.SYLLABLES, found
    if plan.initials:
        found = [matching.by_spelling(segment, [plan.initials]) for segment in segments]
        yield MatchMode.INITIALS, found
    if plan.pairs and not plan.quoted:
        yield MatchMode.SIMILAR, matching.by_similarity(segments, plan.pairs)


def _ids(segment: LoadedSegment, numbers: npt.NDArray[np.integer[Any]]) -> list[DocumentId]:
    kinds = segment.files.columns["kind"][numbers].tolist()
    keys = segment.files.columns["key"][numbers].tolist()
    return [DocumentId(KINDS[kind], key) for kind, key in zip(kinds, keys, strict=True)]


def _alive_count(segment: LoadedSegment) -> int:
    return int(segment.alive(np.ones(segment.files.size, np.bool_)).sum())


def _size(snapshot: Snapshot) -> int:
    return sum(path.stat().st_size for path in snapshot.directory.iterdir() if path.is_file())
