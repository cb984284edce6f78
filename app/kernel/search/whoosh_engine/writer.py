"""Writing: documents become entries, entries a segment in one commit, many small segments one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import index as whoosh_index
from whoosh.writing import SegmentWriter

from app.kernel.search.documents import DocumentId, SearchDocument
from app.kernel.search.whoosh_engine.codec import (
    DOCUMENT_FILE,
    TERM_FILE,
    MappedCodec,
    TermPool,
    columns_of,
    path_of,
    terms_of,
)
from app.kernel.search.whoosh_engine.files import ArrayWriter, Numbers, TextWriter
from app.kernel.search.whoosh_engine.postings import DELETED, merge_field
from app.kernel.search.whoosh_engine.schema import (
    KIND,
    KINDS,
    SCHEMA,
    TERM_FIELDS,
    IndexEntry,
    Labels,
    Order,
    combinations_of,
    entry_of,
    merge_columns,
    static_key,
    static_order,
)

LOCK_TIMEOUT = 10.0
"""In seconds."""
LEVELS = ((0, 1_000), (1_000, 30_000), (30_000, 300_000))
MANY = 6

Place = tuple[str, int]
"""A segment's name, and the number of one of its documents."""

Policy = Callable[[Any, list[Any]], list[Any]]


def create(directory: Path) -> None:
    """Make an empty index."""
    whoosh_index.create_in(str(directory), SCHEMA)
    Labels().save(directory)
    with TextWriter(directory):
        pass


def update(directory: Path, changes: Mapping[DocumentId, SearchDocument | None]) -> int:
    """Commit documents, each in place of its older self, and deletions together.

    Documents that the index has as they are stay where they are: each small segment more makes
    every search slower. Returns the generation of the index.
    """
    index = _open(directory)
    documents, stale = _differing(directory, index, changes)
    if not documents and not stale:
        return int(index.latest_generation())
    return _commit(directory, index, documents, merge_small, stale)


def add(directory: Path, documents: Sequence[SearchDocument]) -> int:
    """Commit documents that are known to be new, as a segment of their own."""
    return _commit(directory, _open(directory), documents, merge_none)


def unite(directory: Path) -> int:
    """Make all segments one."""
    return _commit(directory, _open(directory), (), merge_all)


def _open(directory: Path) -> Any:
    return whoosh_index.open_dir(str(directory), schema=SCHEMA)


def _commit(
    directory: Path,
    index: Any,
    documents: Sequence[SearchDocument],
    policy: Policy,
    stale: Sequence[Place] = (),
) -> int:
    """Write the documents, and mark as deleted what lies in the ``stale`` places."""
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


def _differing(
    directory: Path, index: Any, changes: Mapping[DocumentId, SearchDocument | None]
) -> tuple[list[SearchDocument], list[Place]]:
    """The documents that the index does not have as they are, and the places of what must go."""
    differing, stale = dict(changes), []
    keys = np.array([each.key for each in changes], np.int32)
    for segment in index._segments():
        file = columns_of(directory, segment)
        places = np.flatnonzero(np.isin(file.mapped("key"), keys))
        kinds = combinations_of(file)[:, KIND][file.mapped("combination")[places]]
        keys_there, fingerprints = (file.mapped(name)[places] for name in ("key", "fingerprint"))
        columns = (each.tolist() for each in (places, kinds, keys_there, fingerprints))
        for place, kind, key, fingerprint in zip(*columns, strict=True):
            found = DocumentId(KINDS[kind], key)
            if found not in changes or segment.is_deleted(place):
                continue
            document = changes[found]
            if document is not None and document.fingerprint == fingerprint:
                differing.pop(found, None)
            else:
                stale.append((segment.segment_id(), place))
    return [document for document in differing.values() if document is not None], stale


class EntryWriter(SegmentWriter):
    """Whoosh's writer, fed with ready terms and numbers."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, codec=MappedCodec(), compound=False, timeout=LOCK_TIMEOUT)
        self.pool: TermPool = TermPool()

    def add_entry(self, entry: IndexEntry) -> None:
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


def merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Unite the segments of one level of size when there are many; most commits need not."""
    for least, limit in LEVELS:
        level = [each for each in segments if least <= each.doc_count_all() < limit]
        if len(level) > MANY:
            return [each for each in segments if each not in level] + merge_all(writer, level)
    return segments


def merge_none(_writer: Any, segments: list[Any]) -> list[Any]:
    """Leave the segments as they are."""
    return segments


def merge_all(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """One segment with what is left of these, or none when nothing is."""
    folder = Path(writer.storage.folder)
    living = [_living_documents(segment) for segment in segments]
    size = sum(map(len, living))
    if not size:
        return []
    united = MappedCodec().new_segment(writer.storage, writer.indexname)
    united.set_doc_count(size)
    columns = [columns_of(folder, segment) for segment in segments]
    sources = list(zip(columns, living, strict=True))
    order = static_order(sources)
    with ArrayWriter(path_of(folder, united, DOCUMENT_FILE)) as out:
        merge_columns(out, sources, order)
    numbers = _numbers(segments, living, order)
    terms = [terms_of(folder, segment) for segment in segments]
    with ArrayWriter(path_of(folder, united, TERM_FILE)) as out:
        for field in TERM_FIELDS:
            fields = [each[field] for each in terms]
            merge_field(out, field, list(zip(fields, numbers, strict=True)), size)
    return [united]


def _living_documents(segment: Any) -> Order:
    """The documents of a segment that have not been deleted."""
    alive = np.ones(segment.doc_count_all(), np.bool_)
    alive[np.fromiter(segment.deleted_docs(), np.int64)] = False
    return np.flatnonzero(alive)


def _numbers(segments: Sequence[Any], living: Sequence[Order], order: Order) -> list[Numbers]:
    """For each segment the new numbers of its documents."""
    renumbered = np.empty(len(order), np.int32)
    renumbered[order] = np.arange(len(order), dtype=np.int32)
    found, begin = [], 0
    for segment, chosen in zip(segments, living, strict=True):
        numbers = np.full(segment.doc_count_all(), DELETED, np.int32)
        numbers[chosen] = renumbered[begin : begin + len(chosen)]
        found.append(numbers)
        begin += len(chosen)
    return found
