"""Writing: documents become entries, entries become a segment in one commit."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import index as whoosh_index
from whoosh.writing import SegmentWriter

from app.kernel.search.documents import DocumentId, SearchDocument
from app.kernel.search.whoosh_engine.codec import MappedCodec, TermPool, columns_of
from app.kernel.search.whoosh_engine.columns import KIND, combinations_of
from app.kernel.search.whoosh_engine.labels import Labels
from app.kernel.search.whoosh_engine.merging import Policy, merge_all, merge_none, merge_small
from app.kernel.search.whoosh_engine.schema import KINDS, SCHEMA, Entry, entry_of, static_key
from app.kernel.search.whoosh_engine.texts import TextWriter

LOCK_TIMEOUT = 10.0

Place = tuple[str, int]
"""A segment's name, and the number of one of its documents."""


def create(directory: Path) -> None:
    """Make an empty index."""
    whoosh_index.create_in(str(directory), SCHEMA)
    Labels().save(directory)
    with TextWriter(directory):
        pass


def update(
    directory: Path, documents: Sequence[SearchDocument], deletions: Iterable[DocumentId]
) -> int:
    """Commit documents, each in place of its older self, and deletions together.

    Documents that the index has as they are stay where they are: each small segment more makes
    every search slower. Returns the generation of the index.
    """
    return _commit(directory, documents, merge_small, deletions)


def add(directory: Path, documents: Sequence[SearchDocument]) -> int:
    """Commit documents that are known to be new, as a segment of their own."""
    return _commit(directory, documents, merge_none)


def unite(directory: Path) -> int:
    """Make all segments one."""
    return _commit(directory, (), merge_all)


def _commit(
    directory: Path,
    documents: Sequence[SearchDocument],
    policy: Policy,
    deletions: Iterable[DocumentId] | None = None,
) -> int:
    """Write the documents; without ``deletions`` they are known to be new."""
    index = whoosh_index.open_dir(str(directory), schema=SCHEMA)
    stale: list[Place] = []
    if deletions is not None:
        documents, stale = _changed(directory, index, documents, deletions)
        if not documents and not stale:
            return int(index.latest_generation())
    labels = Labels.load(directory)
    writer = EntryWriter(index)
    try:
        writer.forget(stale)
        with TextWriter(directory) as texts:
            for document in sorted(documents, key=static_key):
                writer.add_entry(entry_of(document, labels, texts))
        labels.save(directory)
        writer.commit(mergetype=policy)
    except BaseException:
        writer.cancel()
        raise
    return int(writer.generation)


def _changed(
    directory: Path,
    index: Any,
    documents: Sequence[SearchDocument],
    deletions: Iterable[DocumentId],
) -> tuple[list[SearchDocument], list[Place]]:
    """The documents that the index does not have as they are, and the places of what must go."""
    marks = {document.id: document.fingerprint for document in documents}
    stale = []
    for place, found, mark in _committed(directory, index, {*deletions, *marks}):
        if marks.get(found) == mark:
            del marks[found]
        else:
            stale.append(place)
    return [document for document in documents if document.id in marks], stale


def _committed(
    directory: Path, index: Any, ids: Collection[DocumentId]
) -> Iterator[tuple[Place, DocumentId, int]]:
    """Those of the documents that are there: place, id and fingerprint."""
    keys = np.array([each.key for each in ids], np.int32)
    for segment in index._segments():
        file = columns_of(directory, segment)
        places = np.flatnonzero(np.isin(file.mapped("key"), keys))
        kinds = combinations_of(file)[:, KIND][file.mapped("combination")[places]]
        columns = [kinds, *(file.mapped(name)[places] for name in ("key", "fingerprint"))]
        for place, (kind, key, mark) in zip(places.tolist(), np.stack(columns, 1), strict=True):
            found = DocumentId(KINDS[int(kind)], int(key))
            if found in ids and not segment.is_deleted(place):
                yield (segment.segment_id(), place), found, int(mark)


class EntryWriter(SegmentWriter):
    """Whoosh's writer, fed with ready terms and numbers."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, codec=MappedCodec(), compound=False, timeout=LOCK_TIMEOUT)
        self.pool: TermPool = TermPool()

    def add_entry(self, entry: Entry) -> None:
        """Add a document; the caller has seen to it that its older self is forgotten."""
        self.pool.add(entry)
        self.perdocwriter.add(entry)
        self._added = True
        self.docnum += 1

    def forget(self, places: Iterable[Place]) -> None:
        """Mark committed documents as deleted."""
        segments = {segment.segment_id(): segment for segment in self.segments}
        for segment, place in places:
            segments[segment].delete_document(place)
