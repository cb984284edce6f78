"""The table that a person assigns: one sheet, its header row, and what its columns may hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.kernel.imports.cells import Row
from app.kernel.imports.columns import Choice, Guess, guess, likely_header
from app.kernel.imports.layouts import Layout, match
from app.kernel.imports.preview import count_below, rows_of


@dataclass(frozen=True)
class Table:
    """A sheet with its header chosen, and the guesses for its columns."""

    sheets: Sequence[Mapping[str, Any]]
    position: int
    header: Row
    below: Sequence[Row]
    guesses: Sequence[Guess]

    @property
    def sheet(self) -> Mapping[str, Any]:
        """The sheet that is looked at."""
        return self.sheets[self.position]

    @property
    def total(self) -> int:
        """How many rows of data there are."""
        return count_below(self.sheet, self.header.number)

    @property
    def rows(self) -> list[Row]:
        """All rows that may be the header."""
        return rows_of(self.sheet)


def table_of(
    sheets: Sequence[Mapping[str, Any]],
    layout: Layout,
    remembered: Mapping[str, str],
    *,
    kept: Choice | None = None,
    position: int | None = None,
    header_row: int | None = None,
) -> Table:
    """The table as asked for, as it was chosen before, or as it is most likely meant."""
    if position is None or not 0 <= position < len(sheets):
        names = [sheet["name"] for sheet in sheets]
        known = kept.sheet if kept else None
        position = names.index(known) if known in names else _most_telling(sheets, layout)
        header_row = header_row or (kept.header_row if kept else None)
    rows = rows_of(sheets[position])
    header = next((row for row in rows if row.number == header_row), None) or likely_header(
        rows, layout, remembered
    )
    below = [row for row in rows if row.number > header.number]
    guesses = guess(header, below, layout, remembered)
    return Table(sheets, position, header, below, guesses)


def _most_telling(sheets: Sequence[Mapping[str, Any]], layout: Layout) -> int:
    """The sheet in which a row names most fields."""

    def score(position: int) -> int:
        return max(len(match(row, layout).columns) for row in rows_of(sheets[position]))

    return max(range(len(sheets)), key=score)
