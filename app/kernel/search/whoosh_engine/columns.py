"""The numbers that each document of a segment has, and the values that results are counted by.

Kind, district, bureau and the like are not kept for each document: all combinations of them
that occur are listed once, and a document has the number of its combination. Results are then
filtered and counted by some thousand combinations, however many documents there are.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.kernel.search.documents import FACETS as DECLARED_FACETS
from app.kernel.search.documents import SPANS
from app.kernel.search.spans import Amount
from app.kernel.search.whoosh_engine.arrays import ArrayFile, ArrayWriter, Numbers

FACETS = tuple(facet.name for facet in DECLARED_FACETS)
KIND = FACETS.index("kind")
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
WIDTHS = {"rank": "u1", "length": "u1"}
WIDTHS |= {span.name: "<i8" for span in SPANS if isinstance(span, Amount)}
COMBINATIONS = "combinations"

Order = npt.NDArray[np.intp]


@dataclass
class ColumnPool:
    """The numbers of documents as they come, row by row."""

    rows: "array[int]" = field(default_factory=lambda: array("q"))
    known: dict[tuple[int, ...], int] = field(default_factory=dict)

    def add(self, values: Mapping[str, int]) -> None:
        """Take the next document, which has a number for each facet and each column."""
        combination = tuple(values[name] for name in FACETS)
        number = self.known.setdefault(combination, len(self.known))
        self.rows.append(number)
        self.rows.extend(values[name] for name in COLUMNS[1:])

    def write(self, out: ArrayWriter) -> None:
        """Write all columns."""
        table = np.asarray(self.rows, np.int64).reshape(-1, len(COLUMNS))
        combinations = np.array(list(self.known), np.int32).reshape(-1, len(FACETS))
        _write(out, dict(zip(COLUMNS, table.T, strict=True)), combinations)


def merge_columns(
    out: ArrayWriter, sources: Sequence[tuple[ArrayFile, Order]], order: Order
) -> None:
    """Write the columns of several segments, of each the documents given, in a new order."""
    known: dict[tuple[int, ...], int] = {}
    columns: dict[str, list[Numbers]] = {name: [] for name in COLUMNS}
    for file, kept in sources:
        combinations = map(tuple, combinations_of(file).tolist())
        renumbered = [known.setdefault(each, len(known)) for each in combinations]
        columns["combination"].append(
            np.array(renumbered, np.int32)[file.mapped("combination")[kept]]
        )
        for name in COLUMNS[1:]:
            columns[name].append(file.mapped(name)[kept])
    united = {name: np.concatenate(parts)[order] for name, parts in columns.items()}
    _write(out, united, np.array(list(known), np.int32).reshape(-1, len(FACETS)))


def _write(out: ArrayWriter, columns: Mapping[str, Numbers], combinations: Numbers) -> None:
    for name, numbers in columns.items():
        out.write(name, numbers.astype(WIDTHS.get(name, "<i4")))
    out.write(COMBINATIONS, combinations.astype("<i4"))


def combinations_of(file: ArrayFile) -> Numbers:
    """A row for each combination, a column for each facet."""
    table: Numbers = file.mapped(COMBINATIONS).reshape(-1, len(FACETS))
    return table


def static_order(sources: Sequence[tuple[ArrayFile, Order]]) -> Order:
    """The order in which the documents of segments are worth showing when all else is equal.

    The most serious come first, then the newest; kind and key decide the rest.
    """

    def column(name: str) -> Numbers:
        return np.concatenate([file.mapped(name)[kept] for file, kept in sources])

    kinds = np.concatenate(
        [combinations_of(file)[:, KIND][file.mapped("combination")[kept]] for file, kept in sources]
    )
    return np.lexsort((column("key"), kinds, -column("day"), column("rank")))
