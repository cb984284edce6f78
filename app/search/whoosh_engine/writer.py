"""Writing: documents become entries, entries become a segment in one commit."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import index as whoosh_index
from whoosh.writing import SegmentWriter

from app.search.documents import DocumentId, SearchDocument
from app.search.whoosh_engine.codec import MappedCodec, TermPool, columns_of
from app.search.whoosh_engine.columns import combinations_of
from app.search.whoosh_engine.labels import Labels
from app.search.whoosh_engine.merging import Policy, merge_all, merge_none, merge_small
from app.search.whoosh_engine.schema import KINDS, SCHEMA, Entry, entry_of, static_key
from app.search.whoosh_engine.texts import TextWriter

LOCK_TIMEOUT = 10.0


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

    Returns the new generation of the index.
    """
    replaced = [*deletions, *(document.id for document in documents)]
    return _commit(directory, documents, replaced, merge_small)


def add(directory: Path, documents: Sequence[SearchDocument]) -> int:
    """Commit documents that are known to be new, as a segment of their own."""
    return _commit(directory, documents, (), merge_none)


def unite(directory: Path) -> int:
    """Make all segments one."""
    return _commit(directory, (), (), merge_all)


def _commit(
    directory: Path,
    documents: Sequence[SearchDocument],
    replaced: Sequence[DocumentId],
    policy: Policy,
) -> int:
    labels = Labels.load(directory)
    index = whoosh_index.open_dir(str(directory), schema=SCHEMA)
    writer = EntryWriter(index)
    try:
        writer.forget(replaced)
        with TextWriter(directory) as texts:
            for document in sorted(documents, key=static_key):
                writer.add_entry(entry_of(document, labels, texts))
        labels.save(directory)
        writer.commit(mergetype=policy)
    except BaseException:
        writer.cancel()
        raise
    return int(writer.generation)


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

    def forget(self, ids: Sequence[DocumentId]) -> None:
        """Mark the committed documents of these ids as deleted."""
        if not ids:
            return
        keys = np.array([each.key for each in ids], np.int32)
        wanted = {(KINDS.index(each.kind), each.key) for each in ids}
        for segment in self.segments:
            file = columns_of(self.storage.folder, segment)
            places = np.flatnonzero(np.isin(file.mapped("key"), keys))
            kinds = combinations_of(file)[:, 0][file.mapped("combination")[places]]
            found = zip(kinds.tolist(), file.mapped("key")[places].tolist(), strict=True)
            for place, each in zip(places.tolist(), found, strict=True):
                if each in wanted:
                    segment.delete_document(place)
