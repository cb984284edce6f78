"""Which counts are kept back, so that none of one or two can be worked out from the others.

Counts stand in tables: a row for each value (body, district, month), a column for each track and
one for both. In a row the tracks make up both; in a column the rows make up the total. So a cell
that is kept back alone could be worked out, and more are kept back beside it: the smallest, of
rows that lack a cell already where there are such. All look the same, whatever their reason.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from app.matters.complaints.matter.rules.states import ComplaintKind

Key = TypeVar("Key", bound=Hashable)
Column = ComplaintKind | None
"""A track, or None for both."""
Counts = Mapping[ComplaintKind, int]
Cells = dict[tuple[Key, Column], int]

SMALLEST = 3
COLUMNS: tuple[Column, ...] = (*ComplaintKind, None)


def totals_kept_back(counts: Mapping[Key, Counts]) -> frozenset[Column]:
    """The totals that are kept back: small ones, and one beside where that would be a lone one."""
    totals = {column: sum(_of(each, column) for each in counts.values()) for column in COLUMNS}
    hidden = {column for column, total in totals.items() if _is_small(total)}
    if len(hidden) == 1:
        others = [column for column in COLUMNS if column not in hidden]
        hidden.add(min(others, key=lambda column: (totals[column] == 0, totals[column])))
    return frozenset(hidden)


def kept_back(counts: Mapping[Key, Counts]) -> frozenset[tuple[Key, Column]]:
    """The cells that are kept back: by value, and by track or None for both."""
    cells: Cells[Key] = {
        (key, column): _of(each, column) for key, each in counts.items() for column in COLUMNS
    }
    totals = totals_kept_back(counts)
    hidden = {cell for cell, count in cells.items() if _is_small(count)}
    while found := _beside_a_lone_one(cells, hidden) or _in_an_open_column(cells, hidden, totals):
        hidden.add(found)
    return frozenset(hidden)


def _of(counts: Counts, column: Column) -> int:
    return sum(counts.values()) if column is None else counts.get(column, 0)


def _is_small(count: int) -> bool:
    return 0 < count < SMALLEST


def _beside_a_lone_one(
    cells: Cells[Key], hidden: set[tuple[Key, Column]]
) -> tuple[Key, Column] | None:
    """A cell of a row in which one cell alone is kept back, which the other two would tell."""
    for key, column in sorted(hidden, key=str):
        others = [(key, other) for other in COLUMNS if other != column]
        if not hidden.intersection(others):
            return _smallest(cells, hidden, others)
    return None


def _in_an_open_column(
    cells: Cells[Key], hidden: set[tuple[Key, Column]], totals: frozenset[Column]
) -> tuple[Key, Column] | None:
    """A cell of a column whose total would tell what is kept back in it.

    Each of these is one at least: where together they are no more than that, each is told.
    """
    for column in COLUMNS:
        here = [cell for cell in cells if cell[1] == column]
        kept = [cell for cell in here if cell in hidden]
        together = sum(cells[cell] for cell in kept)
        is_safe = bool(kept) if column in totals else not kept or together > len(kept) > 1
        if not is_safe and (found := _smallest(cells, hidden, here)):
            return found
    return None


def _smallest(
    cells: Cells[Key], hidden: set[tuple[Key, Column]], among: list[tuple[Key, Column]]
) -> tuple[Key, Column] | None:
    """The cell that costs least: of a row that lacks one, then small; nought where nothing else."""
    touched = {key for key, _ in hidden}
    shown = [cell for cell in among if cell not in hidden]
    return min(
        shown,
        key=lambda cell: (not cells[cell], cell[0] not in touched, cells[cell], str(cell)),
        default=None,
    )
