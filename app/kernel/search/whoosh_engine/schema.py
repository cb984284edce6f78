"""The fields and columns of the index, and how a document fills them."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from whoosh import fields

from app.kernel.search.documents import (
    FACETS,
    FORM,
    SPANS,
    DocumentId,
    SearchDocument,
    SearchKind,
)
from app.kernel.search.terms import filed
from app.kernel.search.whoosh_engine.labels import Labels
from app.kernel.search.whoosh_engine.texts import TextWriter

VERSION = f"7-{FORM}"
"""Changes with properties by itself, and with fields, other columns or tokens by hand.

An index of another version is rebuilt."""

EXACT, NAME_EXACT, NAME, TEXT = "x", "e", "n", "t"
TERM_FIELDS = (EXACT, NAME_EXACT, NAME, TEXT)

KINDS = cast(tuple[SearchKind, ...], (None, *SearchKind))
"""By their numbers; as with all facets, 0 is none."""

FOREVER = 2**31 - 1
LONGEST, LAST_RANK = 255, 63
SCHEMA = fields.Schema(**{name: fields.ID() for name in TERM_FIELDS})


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the index keeps it: terms of each field, a number in each column."""

    id: DocumentId
    terms: dict[str, set[str]]
    values: dict[str, int]


def entry_of(document: SearchDocument, labels: Labels, kept: TextWriter) -> Entry:
    """Prepare a document: its labels get numbers in ``labels``, its texts a place in ``kept``."""
    texts = filed(document)
    terms = {
        EXACT: set(texts.codes),
        NAME_EXACT: texts.whole_names,
        NAME: texts.name_tokens | texts.sounds,
        TEXT: texts.tokens,
    }
    place, names_end, text_end = kept.append(texts.names, texts.others)
    values = _values(document, labels)
    values |= {"text_place": place, "names_end": names_end, "text_end": text_end}
    return Entry(document.id, terms, values)


def _values(document: SearchDocument, labels: Labels) -> dict[str, int]:
    facets = {facet.name: labels.number(facet, document) for facet in FACETS}
    spans = {span.name: span_number(span.of(document)) for span in SPANS}
    return (
        facets
        | spans
        | {
            "key": document.key,
            "rank": _rank(document),
            "length": min(len(document.title), LONGEST),
            "visible_from": day_number(document.visible_from),
            "visible_until": (
                FOREVER if document.visible_until is None else day_number(document.visible_until)
            ),
            "fingerprint": document.fingerprint,
        }
    )


def day_number(day: date | None) -> int:
    """Days since the beginning of the calendar; 0 where there is no date."""
    return 0 if day is None else day.toordinal()


def span_number(value: date | int | None) -> int:
    """That of a day, or one more than the amount, so that 0 is left for none."""
    if isinstance(value, int):
        return value + 1
    return day_number(value)


def static_key(document: SearchDocument) -> tuple[int, int, int, int]:
    """Where a document stands when all else is equal: serious first, new first."""
    kind = KINDS.index(document.kind)
    return _rank(document), -day_number(document.on), kind, document.key


def _rank(document: SearchDocument) -> int:
    return min(max(document.rank, 0), LAST_RANK)
