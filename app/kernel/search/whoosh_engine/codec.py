"""How segments are written: Whoosh's index, its commits and segments, with files of our own.

Whoosh asks a codec for a writer of documents and one of terms. Ours collect numbers in arrays,
one call for each document rather than several for each posting, and write files that readers
map. See ``stock`` for how Whoosh itself reads them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment

from app.kernel.search.whoosh_engine.arrays import ArrayFile, ArrayWriter
from app.kernel.search.whoosh_engine.columns import ColumnPool
from app.kernel.search.whoosh_engine.postings import FieldPool
from app.kernel.search.whoosh_engine.schema import TERM_FIELDS, Entry
from app.kernel.search.whoosh_engine.terms import TermField
from app.kernel.search.whoosh_engine.whoosh_compat import StockDocuments, StockTerms

DOCUMENTS, TERMS = ".documents", ".terms"


class DocumentWriter(base.PerDocumentWriter):
    """Collects the numbers of documents."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pool = ColumnPool()
        self.is_closed = False

    def add(self, entry: Entry) -> None:
        """Take the next document."""
        self._pool.add(entry.values)

    def close(self) -> None:
        """Write the file."""
        with ArrayWriter(self._path) as out:
            self._pool.write(out)
        self.is_closed = True


class TermWriter(base.FieldWriter):
    """Writes the terms of all fields."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.is_closed = False

    def add_postings(self, _schema: Any, _lengths: Any, pools: Mapping[str, FieldPool]) -> None:
        """Write the file from what a TermPool has collected."""
        with ArrayWriter(self._path) as out:
            for field, pool in pools.items():
                pool.write(out, field)

    def close(self) -> None:
        """The file is whole once it has been written."""
        self.is_closed = True


class TermPool:
    """Collects the terms of documents in memory, field by field."""

    def __init__(self) -> None:
        self._fields = {field: FieldPool() for field in TERM_FIELDS}

    def add(self, entry: Entry) -> None:
        """Take the next document."""
        for field, pool in self._fields.items():
            pool.add(entry.terms[field])

    def iter_postings(self) -> Mapping[str, FieldPool]:
        """What the writer of terms is given, under the name by which Whoosh asks for it."""
        return self._fields

    def cleanup(self) -> None:
        """Let go of the memory."""
        self._fields.clear()


class MappedCodec(base.Codec):
    """The codec of our segments. Indexes name this class: renaming it needs a new VERSION."""

    length_stats = False

    def per_document_writer(self, storage: Any, segment: Any) -> DocumentWriter:
        """The writer of what each document has."""
        return DocumentWriter(path_of(storage.folder, segment, DOCUMENTS))

    def field_writer(self, storage: Any, segment: Any) -> TermWriter:
        """The writer of terms."""
        return TermWriter(path_of(storage.folder, segment, TERMS))

    def terms_reader(self, storage: Any, segment: Any) -> StockTerms:
        """The terms, for Whoosh's own tools."""
        return StockTerms(terms_of(storage.folder, segment))

    def per_document_reader(self, _storage: Any, segment: Any) -> StockDocuments:
        """The documents, for the same."""
        return StockDocuments(segment)

    def new_segment(self, _storage: Any, indexname: str) -> Any:
        """A segment to be filled, and to stay files of its own."""
        return W3Segment(self, indexname)


def path_of(directory: str | Path, segment: Any, ending: str) -> Path:
    """Where a segment has one of its files."""
    return Path(directory) / str(segment.make_filename(ending))


def columns_of(directory: str | Path, segment: Any) -> ArrayFile:
    """The columns of a segment. Raises ValueError when they are not of its size."""
    columns = ArrayFile(path_of(directory, segment, DOCUMENTS))
    if len(columns.mapped("key")) != segment.doc_count_all():
        raise ValueError(f"{segment.segment_id()} is damaged")
    return columns


def terms_of(directory: str | Path, segment: Any) -> dict[str, TermField]:
    """The terms of a segment, field by field."""
    file = ArrayFile(path_of(directory, segment, TERMS))
    return {field: TermField(field, file, segment.doc_count_all()) for field in TERM_FIELDS}
