"""Writing: documents become entries, entries become a segment in one commit."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh.reading import TermNotFound
from whoosh.writing import MERGE_SMALL, NO_MERGE, SegmentWriter

from app.search.documents import DocumentId, SearchDocument
from app.search.whoosh_engine.codec import BulkCodec, TermPool
from app.search.whoosh_engine.labels import Labels
from app.search.whoosh_engine.schema import ID, NUMBERS, SCHEMA, Entry, entry_of
from app.search.whoosh_engine.texts import TextWriter

LOCK_TIMEOUT = 10.0


def create(directory: Path) -> None:
    """Make an empty index."""
    whoosh_index.create_in(str(directory), SCHEMA)
    Labels().save(directory)
    with TextWriter(directory):
        pass


def write(
    directory: Path,
    documents: Sequence[SearchDocument],
    deletions: Sequence[DocumentId] = (),
    *,
    building: bool = False,
) -> int:
    """Commit documents and deletions together; returns the new generation of the index.

    When ``building``, the documents are known to be new, and segments are left as they are.
    """
    labels = Labels.load(directory)
    index = whoosh_index.open_dir(str(directory), schema=SCHEMA)
    writer = BulkWriter(index)
    try:
        if not building:
            writer.forget([*deletions, *(document.id for document in documents)])
        with TextWriter(directory) as texts:
            for document in documents:
                writer.add_entry(entry_of(document, labels, texts))
        labels.save(directory)
        writer.commit(mergetype=NO_MERGE if building else MERGE_SMALL)
    except BaseException:
        writer.cancel()
        raise
    return int(writer.generation)


class BulkWriter(SegmentWriter):
    """Whoosh's writer, fed with ready terms and numbers."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, codec=BulkCodec(), compound=False, timeout=LOCK_TIMEOUT)
        self.pool: TermPool = TermPool()

    def add_entry(self, entry: Entry) -> None:
        """Add a document; the caller has seen to it that its older self is forgotten."""
        self.perdocwriter.start_doc(self.docnum)
        for field, terms in entry.terms.items():
            self.pool.add_terms(field, terms, self.docnum)
        for column, value in entry.values.items():
            self.perdocwriter.add_column_value(column, NUMBERS, value)
        self.perdocwriter.finish_doc()
        self._added = True
        self.docnum += 1

    def forget(self, ids: Sequence[DocumentId]) -> None:
        """Mark the committed documents of these ids as deleted."""
        reader = self.reader()
        try:
            for leaf, offset in reader.leaf_readers():
                for document_id in ids:
                    for number in _numbers_of(leaf, document_id):
                        self.delete_document(offset + number)
        finally:
            reader.close()


def _numbers_of(leaf: Any, document_id: DocumentId) -> list[int]:
    try:
        return list(leaf.postings(ID, str(document_id)).all_ids())
    except TermNotFound:
        return []
