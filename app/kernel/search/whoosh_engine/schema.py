"""The fields and columns of the index, and how a document fills them.

Kind, district, bureau and the like are not kept for each document: all combinations of them that
occur are listed once, and a document has the number of its combination. Results are then filtered
and counted by some thousand combinations, however many documents there are. Their values have
small numbers, kept beside the index; 0 means none. Numbers are only ever added, so a reader with
older labels reads right.
"""

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from whoosh import fields

from app.kernel.search.documents import (
    FACETS,
    FORM,
    SPANS,
    DocumentId,
    SearchDocument,
    SearchKind,
    index_terms,
)
from app.kernel.search.facets import AmountSpan, ChoiceFacet, Facet
from app.kernel.search.whoosh_engine.files import ArrayFile, ArrayWriter, Numbers, TextWriter

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
FACET_NAMES = tuple(facet.name for facet in FACETS)
KIND = FACET_NAMES.index("kind")

COLUMNS = (
    "combination",
    "key",
    "rank",
    "length",
    *(span.name for span in SPANS),
    "visible_from",
    "visible_until",
    "fingerprint",
    "text_place",
    "names_end",
    "text_end",
)

WIDTHS = {"rank": "u1", "length": "u1"} | {
    span.name: "<i8" for span in SPANS if isinstance(span, AmountSpan)
}
COMBINATIONS = "combinations"
LABELS_FILE = "labels.json"
Order = npt.NDArray[np.intp]


def _first_values() -> dict[str, list[Any]]:
    return {
        facet.name: [None, *facet.members] if isinstance(facet, ChoiceFacet) else [None]
        for facet in FACETS
    }


@dataclass(slots=True)
class Labels:
    """For each facet a list of values, whose positions are the numbers in the columns."""

    values: dict[str, list[Any]] = field(default_factory=_first_values)
    names: dict[str, dict[Any, str]] = field(
        default_factory=lambda: {facet.name: {} for facet in FACETS if facet.named_by}
    )

    def number(self, facet: Facet, document: SearchDocument) -> int:
        """The number of a document's value, given at first sight; the newest name stays."""
        value, known = facet.of(document), self.values[facet.name]
        if facet.named_by and value is not None and (name := getattr(document, facet.named_by)):
            self.names[facet.name][value] = name
        if value not in known:
            known.append(value)
        return known.index(value)

    def save(self, directory: Path) -> None:
        """Write the labels whole, so that no reader sees half of them."""
        draft = directory / f"{LABELS_FILE}.new"
        content = {"values": self.values, "names": self.names}
        draft.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        draft.replace(directory / LABELS_FILE)

    @classmethod
    def load(cls, directory: Path) -> "Labels":
        """Read the labels of an index."""
        content = json.loads((directory / LABELS_FILE).read_text(encoding="utf-8"))
        labels = cls()
        for facet in FACETS:
            if not isinstance(facet, ChoiceFacet):
                labels.values[facet.name] = content["values"][facet.name]
            if facet.named_by:
                named = content["names"][facet.name]
                labels.names[facet.name] = {facet.value_of(key): named[key] for key in named}
        return labels


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A document as the index keeps it: terms of each field, a number in each column."""

    id: DocumentId
    terms: dict[str, set[str]]
    values: dict[str, int]


def entry_of(document: SearchDocument, labels: Labels, out: TextWriter) -> IndexEntry:
    """Prepare a document: its labels get numbers in ``labels``, its texts a place in ``out``."""
    texts = index_terms(document)
    terms = {
        EXACT: set(texts.codes),
        NAME_EXACT: texts.whole_names,
        NAME: texts.name_tokens | texts.sounds,
        TEXT: texts.tokens,
    }
    place, names_end, text_end = out.append(texts.names, texts.others)
    values = _values(document, labels)
    values |= {"text_place": place, "names_end": names_end, "text_end": text_end}
    return IndexEntry(document.id, terms, values)


def _values(document: SearchDocument, labels: Labels) -> dict[str, int]:
    until = document.visible_until
    return {
        **{facet.name: labels.number(facet, document) for facet in FACETS},
        **{span.name: span_number(span.of(document)) for span in SPANS},
        "key": document.key,
        "rank": _rank(document),
        "length": min(len(document.title), LONGEST),
        "visible_from": day_number(document.visible_from),
        "visible_until": FOREVER if until is None else day_number(until),
        "fingerprint": document.fingerprint,
    }


def day_number(day: date | None) -> int:
    """Days since the beginning of the calendar; 0 where there is no date."""
    return 0 if day is None else day.toordinal()


def span_number(value: date | int | None) -> int:
    """That of a day, or one more than the amount in yuan, so that 0 is left for none."""
    if isinstance(value, int):
        return value + 1
    return day_number(value)


def static_key(document: SearchDocument) -> tuple[int, int, int, int]:
    """Where a document stands when all else is equal: serious first, new first."""
    kind = KINDS.index(document.kind)
    return _rank(document), -day_number(document.on), kind, document.key


def _rank(document: SearchDocument) -> int:
    return min(max(document.rank, 0), LAST_RANK)


@dataclass
class ColumnPool:
    """The numbers of documents as they come, row by row."""

    rows: "array[int]" = field(default_factory=lambda: array("q"))
    known: dict[tuple[int, ...], int] = field(default_factory=dict)

    def add(self, values: Mapping[str, int]) -> None:
        """Take the next document, which has a number for each facet and each column."""
        combination = tuple(values[name] for name in FACET_NAMES)
        number = self.known.setdefault(combination, len(self.known))
        self.rows.append(number)
        self.rows.extend(values[name] for name in COLUMNS[1:])

    def write(self, out: ArrayWriter) -> None:
        """Write all columns."""
        table = np.asarray(self.rows, np.int64).reshape(-1, len(COLUMNS))
        combinations = np.array(list(self.known), np.int32).reshape(-1, len(FACET_NAMES))
        _write(out, dict(zip(COLUMNS, table.T, strict=True)), combinations)


def merge_columns(
    out: ArrayWriter, sources: Sequence[tuple[ArrayFile, Order]], order: Order
) -> None:
    """Write the columns of several segments, of each the documents given, in a new order."""
    known: dict[tuple[int, ...], int] = {}
    columns: dict[str, list[Numbers]] = {name: [] for name in COLUMNS}
    for file, documents in sources:
        combinations = map(tuple, combinations_of(file).tolist())
        renumbered = [known.setdefault(each, len(known)) for each in combinations]
        columns["combination"].append(
            np.array(renumbered, np.int32)[file.mapped("combination")[documents]]
        )
        for name in COLUMNS[1:]:
            columns[name].append(file.mapped(name)[documents])
    united = {name: np.concatenate(parts)[order] for name, parts in columns.items()}
    _write(out, united, np.array(list(known), np.int32).reshape(-1, len(FACET_NAMES)))


def _write(out: ArrayWriter, columns: Mapping[str, Numbers], combinations: Numbers) -> None:
    for name, numbers in columns.items():
        out.write(name, numbers.astype(WIDTHS.get(name, "<i4")))
    out.write(COMBINATIONS, combinations.astype("<i4"))


def combinations_of(file: ArrayFile) -> Numbers:
    """A row for each combination, a column for each facet."""
    table: Numbers = file.mapped(COMBINATIONS).reshape(-1, len(FACET_NAMES))
    return table


def static_order(sources: Sequence[tuple[ArrayFile, Order]]) -> Order:
    """The order in which the documents of segments are worth showing when all else is equal.

    The most serious come first, then the newest; kind and key decide the rest.
    """

    def column(name: str) -> Numbers:
        return np.concatenate([file.mapped(name)[documents] for file, documents in sources])

    kinds = np.concatenate(
        [
            combinations_of(file)[:, KIND][file.mapped("combination")[documents]]
            for file, documents in sources
        ]
    )
    return np.lexsort((column("key"), kinds, -column("day"), column("rank")))
