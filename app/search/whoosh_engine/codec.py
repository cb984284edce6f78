"""Whoosh's own file format, written in bulk: one call for each term, not several a posting.

The files stay readable by an unchanged Whoosh, which is what merges use.
"""

from array import array
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.codec import whoosh3
from whoosh.system import pack_ushort

BLOCK = 4096
COMPRESSION = 1
UNCOMPRESSED = 16

Group = tuple[str, bytes, "array[int]"]


class TermPool:
    """Collects postings in memory: for each field and term, the numbers of its documents."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, array[int]]] = {}

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Take one posting from Whoosh, as merges hand them over."""
        known = self._fields.setdefault(item[0], {})
        known.setdefault(item[1].decode(), array("I")).append(item[2])

    def add_terms(self, field: str, terms: set[str], document: int) -> None:
        """Take all terms that one document has in a field."""
        known = self._fields.setdefault(field, {})
        for term in terms:
            if postings := known.get(term):
                postings.append(document)
            else:
                known[term] = array("I", (document,))

    def iter_postings(self) -> Iterator[Group]:
        """All terms in the order of their bytes, which is that of their characters."""
        for field in sorted(self._fields):
            terms = self._fields[field]
            for term in sorted(terms):
                yield field, term.encode(), terms[term]

    def cleanup(self) -> None:
        """Let go of the memory."""
        self._fields.clear()


class BulkPostingsWriter(whoosh3.W3PostingsWriter):
    """Writes the blocks of a term from an array of document numbers."""

    def put(self, format_: Any, terminfo: Any, documents: "array[int]") -> None:
        """Write all postings of one term."""
        self.start_postings(format_, terminfo)
        for start in range(0, len(documents), BLOCK):
            self._ids = documents[start : start + BLOCK]
            self._weights = array("f", (1.0,)) * len(self._ids)
            self._maxweight = 1.0
            # Most terms have a handful of documents, which nothing makes smaller.
            self._compression = COMPRESSION if len(self._ids) > UNCOMPRESSED else 0
            self._write_block(last=start + BLOCK >= len(documents))
        terminfo.set_extent(self._startoffset, self._postfile.tell() - self._startoffset)
        self._terminfo = None

    def _mini_ids(self) -> tuple[int, ...]:
        if len(self._ids) == 1:
            return (self._ids[0],)
        ids = np.frombuffer(self._ids, np.uint32)
        distances = ids.copy()
        distances[1:] -= ids[:-1]
        return tuple(distances.tolist())

    def _mini_weights(self) -> None:
        return None

    def _mini_values(self) -> None:
        return None


class BulkFieldWriter(whoosh3.W3FieldWriter):
    """Writes the terms that a TermPool hands over."""

    def add_postings(self, schema: Any, _lengths: Any, groups: Iterator[Group]) -> None:
        """Write all fields, terms in order."""
        current = None
        for field, term, documents in groups:
            if field != current:
                if current is not None:
                    self.finish_field()
                self.start_field(field, schema[field])
                current = field
                prefix = pack_ushort(self._fieldid)
            terminfo = whoosh3.W3TermInfo()
            self._postwriter.put(self._format, terminfo, documents)
            self._tindex.add(prefix + term, terminfo.to_bytes())
        if current is not None:
            self.finish_field()


class BulkCodec(whoosh3.W3Codec):
    """The stock codec with large blocks and the writers above."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK, compression=COMPRESSION)

    def __reduce__(self) -> tuple[Any, ...]:
        # The table of contents pickles the codec; readers need nothing of ours.
        return whoosh3.W3Codec, (BLOCK, COMPRESSION)

    def field_writer(self, storage: Any, segment: Any) -> BulkFieldWriter:
        """The writer of terms."""
        return BulkFieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> BulkPostingsWriter:
        """The writer of postings."""
        return BulkPostingsWriter(dbfile, BLOCK, byteids, COMPRESSION)
