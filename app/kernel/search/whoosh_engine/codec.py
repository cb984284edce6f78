"""How segments are written: Whoosh's index, its commits and segments, with files of our own.

Whoosh asks a codec for a writer of documents and one of terms. Ours collect numbers in arrays,
one call for each document rather than several for each posting, and write files that readers
map. ``StockTerms`` and ``StockDocuments`` are for Whoosh's own
tools, which open the index as any other, and for tests: the site asks the arrays directly.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from whoosh.codec import base
from whoosh.codec.whoosh3 import W3PerDocReader, W3Segment, W3TermInfo
from whoosh.matching import ListMatcher
from whoosh.reading import TermNotFound

from app.kernel.search.whoosh_engine.docsets import DocSet
from app.kernel.search.whoosh_engine.files import ArrayFile, ArrayWriter
from app.kernel.search.whoosh_engine.postings import FieldPool
from app.kernel.search.whoosh_engine.schema import TERM_FIELDS, ColumnPool, IndexEntry
from app.kernel.search.whoosh_engine.terms import TermField, TermLookup

DOCUMENT_FILE, TERM_FILE = ".documents", ".terms"
Term = tuple[str, bytes]


class DocumentWriter(base.PerDocumentWriter):
    """Collects the numbers of documents."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pool = ColumnPool()
        self.is_closed = False

    def add(self, entry: IndexEntry) -> None:
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

    def add(self, entry: IndexEntry) -> None:
        """Take the next document."""
        for field, pool in self._fields.items():
            pool.add(entry.terms[field])

    def iter_postings(self) -> Mapping[str, FieldPool]:
        """What the writer of terms is given, under the name by which Whoosh asks for it."""
        return self._fields

    def cleanup(self) -> None:
        """Let go of the memory."""
        self._fields.clear()


class StockTerms(base.TermsReader):
    """The terms of a segment."""

    def __init__(self, fields: dict[str, TermField]) -> None:
        self._fields = fields

    def __contains__(self, term: Term) -> bool:
        return bool(self._documents(*term).rarity)

    def _documents(self, field: str, text: bytes) -> DocSet:
        return self._fields[field].find(TermLookup.filed([text]))

    def _numbers(self, field: str, text: bytes) -> list[int]:
        numbers: list[int] = self._documents(field, text).numbers.tolist()
        if not numbers:
            raise TermNotFound(f"{field}: {text!r}")
        return numbers

    def terms(self) -> Iterator[Term]:
        """All terms of all fields."""
        for field in self.indexed_field_names():
            yield from self.terms_from(field, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """The terms of a field from the first that is not before ``prefix``."""
        known = self._fields[fieldname]
        for place in range(known.place_from(prefix), len(known)):
            yield fieldname, known.term(place)

    def items(self) -> Iterator[tuple[Term, Any]]:
        """All terms with what is known about each."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, Any]]:
        """The same from a term on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> Any:
        """In how many documents a term is. Raises TermNotFound when in none."""
        numbers = self._numbers(fieldname, text)
        return W3TermInfo(len(numbers), len(numbers), 1, 1, 1.0, numbers[0], numbers[-1])

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        """The documents of a term, one by one."""
        numbers, term = self._numbers(fieldname, text), (fieldname, text)
        return ListMatcher(numbers, [1.0] * len(numbers), format=format_, scorer=scorer, term=term)

    def indexed_field_names(self) -> list[str]:
        """The fields that have terms."""
        return list(self._fields)


class StockDocuments(W3PerDocReader):
    """The documents of a segment, of which Whoosh sees no more than whether they still count."""

    def stored_fields(self, _docnum: int) -> dict[str, Any]:
        """Nothing is stored: records are read from the database."""
        return {}

    def min_field_length(self, _fieldname: str) -> int:
        """Lengths are not kept: nothing is scored by them."""
        return 0

    max_field_length = min_field_length


class MappedCodec(base.Codec):
    """The codec of our segments. Indexes name this class: renaming it needs a new VERSION."""

    length_stats = False

    def per_document_writer(self, storage: Any, segment: Any) -> DocumentWriter:
        return DocumentWriter(path_of(storage.folder, segment, DOCUMENT_FILE))

    def field_writer(self, storage: Any, segment: Any) -> TermWriter:
        return TermWriter(path_of(storage.folder, segment, TERM_FILE))

    def terms_reader(self, storage: Any, segment: Any) -> StockTerms:
        return StockTerms(terms_of(storage.folder, segment))

    def per_document_reader(self, storage: Any, segment: Any) -> StockDocuments:
        return StockDocuments(storage, segment)

    def new_segment(self, _storage: Any, indexname: str) -> Any:
        """A segment to be filled, and to stay files of its own."""
        return W3Segment(self, indexname)


def path_of(directory: str | Path, segment: Any, ending: str) -> Path:
    """Where a segment has one of its files."""
    return Path(directory) / str(segment.make_filename(ending))


def columns_of(directory: str | Path, segment: Any) -> ArrayFile:
    """The columns of a segment. Raises ValueError when they are not of its size."""
    columns = ArrayFile(path_of(directory, segment, DOCUMENT_FILE))
    if len(columns.mapped("key")) != segment.doc_count_all():
        raise ValueError(f"{segment.segment_id()} is damaged")
    return columns


def terms_of(directory: str | Path, segment: Any) -> dict[str, TermField]:
    """The terms of a segment, field by field."""
    file = ArrayFile(path_of(directory, segment, TERM_FILE))
    return {field: TermField(field, file, segment.doc_count_all()) for field in TERM_FIELDS}
