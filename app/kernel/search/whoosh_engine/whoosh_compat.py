"""Our segments as Whoosh itself reads them: its tools open the index, and its searcher searches it.

The site asks the arrays directly, which is what makes it fast; this is for tools and for tests,
and keeps the index one of Whoosh's, whose commits and segments it uses.
"""

from collections.abc import Iterator
from typing import Any

from whoosh.codec import base
from whoosh.codec.whoosh3 import W3TermInfo
from whoosh.matching import ListMatcher
from whoosh.reading import TermNotFound

from app.kernel.search.whoosh_engine.docsets import DocSet
from app.kernel.search.whoosh_engine.terms import TermField, Wanted

Term = tuple[str, bytes]


class StockTerms(base.TermsReader):
    """The terms of a segment."""

    def __init__(self, fields: dict[str, TermField]) -> None:
        self._fields = fields

    def __contains__(self, term: Term) -> bool:
        return bool(self._documents(*term).rarity)

    def _documents(self, field: str, text: bytes) -> DocSet:
        return self._fields[field].find(Wanted.filed([text]))

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
        numbers = self._documents(fieldname, text).numbers
        if not len(numbers):
            raise TermNotFound(f"{fieldname}: {text!r}")
        first, last = int(numbers[0]), int(numbers[-1])
        return W3TermInfo(len(numbers), len(numbers), 1, 1, 1.0, first, last)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        """The documents of a term, one by one."""
        numbers = self._documents(fieldname, text).numbers.tolist()
        if not numbers:
            raise TermNotFound(f"{fieldname}: {text!r}")
        weight = 1.0
        return ListMatcher(
            numbers, [weight] * len(numbers), format=format_, scorer=scorer, term=(fieldname, text)
        )

    def indexed_field_names(self) -> list[str]:
        """The fields that have terms."""
        return list(self._fields)


class StockDocuments(base.PerDocumentReader):
    """The documents of a segment, of which Whoosh sees no more than whether they still count."""

    def __init__(self, segment: Any) -> None:
        self._segment = segment

    def doc_count(self) -> int:
        """How many have not been deleted."""
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        """How many there are in the files."""
        return int(self._segment.doc_count_all())

    def has_deletions(self) -> bool:
        """Whether some have been deleted."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether this one has."""
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Any:
        """Those that have."""
        return self._segment.deleted_docs()

    def stored_fields(self, _docnum: int) -> dict[str, Any]:
        """Nothing is stored: records are read from the database."""
        return {}

    def doc_field_length(self, _docnum: int, _fieldname: str, default: int = 0) -> int:
        """Lengths are not kept: nothing is scored by them."""
        return default

    def field_length(self, _fieldname: str) -> int:
        """The same for a field."""
        return 0

    def min_field_length(self, _fieldname: str) -> int:
        """The same for its shortest document."""
        return 0

    def max_field_length(self, _fieldname: str) -> int:
        """The same for its longest."""
        return 0
