"""From a document to its rows."""

from typing import Any

from app.kernel.search.documents import FACETS, FORM, SPANS, SearchDocument, SearchKind
from app.kernel.search.facets import Choice, Facet
from app.kernel.search.postgres_engine.models import NAMES
from app.kernel.search.terms import Filed, filed

VERSION = f"2-{FORM}"
"""Changes with properties by itself, and with other columns or tokens by hand.

An index of another version is rebuilt."""

KINDS = tuple(SearchKind)
WHOLE = "#"
"""Before a name, code or number that is filed as one term, to be found when typed whole."""

LONGEST = 500
"""Characters of a term that count: PostgreSQL takes 2,046 bytes, and people type at most 200."""

SEPARATOR = "\n"
"""Between texts: folding leaves no line break in one, so nothing is found across two."""

Row = dict[str, Any]


def rows_of(document: SearchDocument) -> tuple[Row, list[Row]]:
    """The row of a record, and one for each of its codes and numbers."""
    texts = filed(document)
    entry = _entry(document, texts)
    number = {"kind": entry["kind"], "key": entry["key"]}
    return entry, [{"code": code, **number} for code in _cut(texts.codes)]


def _entry(document: SearchDocument, texts: Filed) -> Row:
    """Terms are lists, to be made into vectors by the database."""
    whole_names = {WHOLE + name for name in texts.whole_names}
    whole = whole_names | {WHOLE + code for code in texts.codes}
    return {
        **{facet.name: stored(facet, facet.of(document)) for facet in FACETS},
        **{span.name: span.of(document) for span in SPANS},
        **{name: getattr(document, name) for name in NAMES},
        "key": document.key,
        "rank": min(max(document.rank, 0), 63),
        "length": min(len(document.title), 255),
        "fingerprint": document.fingerprint,
        "visible_from": document.visible_from,
        "visible_until": document.visible_until,
        "names": _lines(texts.names),
        "texts": _lines((*texts.names, *texts.others)),
        "name_terms": _cut(texts.name_tokens | texts.sounds | whole_names),
        "terms": _cut(texts.tokens | whole),
    }


def stored(facet: Facet, value: Any) -> Any:
    """A value as its column has it: a member of an enumeration is a number."""
    if value is not None and isinstance(facet, Choice):
        return list(facet.members).index(value)
    return value


def counted(facet: Facet, value: str) -> Any:
    """The value that a column has, from JSON, which has texts for keys."""
    if isinstance(facet, Choice):
        return list(facet.members)[int(value)]
    return facet.value_of(value)


def _lines(texts: tuple[str, ...]) -> str:
    return "".join(text + SEPARATOR for text in texts if text)


def _cut(terms: set[str] | frozenset[str]) -> list[str]:
    return sorted({term[:LONGEST] for term in terms})
