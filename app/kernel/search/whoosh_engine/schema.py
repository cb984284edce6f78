"""The fields and columns of the index, and how a document fills them."""

from dataclasses import dataclass
from datetime import date

from whoosh import fields

from app.kernel.search.documents import DocumentId, SearchDocument, SearchKind
from app.kernel.search.terms import filed
from app.kernel.search.whoosh_engine.labels import Labels
from app.kernel.search.whoosh_engine.texts import TextWriter

VERSION = 6
"""Changes with the fields, the columns or the tokens: an index of another version is rebuilt."""

EXACT, NAME_EXACT, NAME, TEXT = "x", "e", "n", "t"
TERM_FIELDS = (EXACT, NAME_EXACT, NAME, TEXT)

KINDS = tuple(SearchKind)
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
    return {
        "kind": KINDS.index(document.kind),
        "key": document.key,
        "district": labels.district(document.district),
        "bureau": labels.bureau(document.bureau_id, document.bureau_name),
        "category": labels.category(document.category),
        "status": labels.status(document.status),
        "year": min(max(document.year or 0, 0), 9999),
        "day": day_number(document.on),
        "rank": _rank(document),
        "length": min(len(document.title), LONGEST),
        "amount": amount_number(document.amount_yuan),
        "visible_from": day_number(document.visible_from),
        "visible_until": (
            FOREVER if document.visible_until is None else day_number(document.visible_until)
        ),
        "fingerprint": document.fingerprint,
    }


def day_number(day: date | None) -> int:
    """Days since the beginning of the calendar; 0 where there is no date."""
    return 0 if day is None else day.toordinal()


def amount_number(yuan: int | None) -> int:
    """One more than the amount, so that 0 is left for none."""
    return 0 if yuan is None else yuan + 1


def static_key(document: SearchDocument) -> tuple[int, int, int, int]:
    """Where a document stands when all else is equal: serious first, new first."""
    kind = KINDS.index(document.kind)
    return _rank(document), -day_number(document.on), kind, document.key


def _rank(document: SearchDocument) -> int:
    return min(max(document.rank, 0), LAST_RANK)
