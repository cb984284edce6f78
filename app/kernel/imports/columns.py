"""Columns assigned by a person: what each is taken for at first, and the resulting header.

The person is shown the first rows of the file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from app.kernel.imports.cells import Cell, SheetRow, SpreadsheetError, is_blank_row
from app.kernel.imports.layouts import (
    HEADER_WITHIN,
    Header,
    HeaderColumn,
    Layout,
    group_of,
    labels_missing,
    match,
    meanings_of,
    normalise,
    recalled,
    unit_of,
)
from app.kernel.imports.sheets import read_sheets
from app.kernel.imports.values import Money, plain
from app.kernel.masking import mask_shown

UNITS = ("元", "万元", "分")
"""Units that a person may state for a column of amounts."""
LEFT_OUT = ""
NOT_LAST_TIME = "上次不导入"
NOT_WANTED = {"": "不需要", "personal": "个人证件，不导入"}
AS_LAST_TIME, SAME_TITLE, SYNONYM = "上次的选择", "表头一致", "同义表头"
SHOWN_ROWS = 15
MAX_SHEETS = 20


@dataclass(frozen=True)
class Guess:
    """A column of the sender's table, and what it is taken for."""

    index: int
    title: str
    samples: tuple[str, ...]
    fields: str = LEFT_OUT
    """Names joined by ``+``: a title may stand for two fields (信用代码/注册号)."""
    how: str = ""
    stated_unit: str = ""

    @property
    def letter(self) -> str:
        """The column as spreadsheets call it."""
        return letter(self.index)


@dataclass(frozen=True)
class ColumnChoice:
    """What a person has said about a table: where it stands, and what its columns hold.

    ``header_row`` counts from 1, columns from 0; ``units`` are those of amounts, of ``UNITS``.
    """

    sheet: str
    header_row: int
    fields: Mapping[int, str]
    units: Mapping[int, str]
    stated: Mapping[str, str] = field(default_factory=dict)
    """What holds for every row, by field."""

    def as_json(self) -> dict[str, Any]:
        """The choice as it is kept."""
        return {
            "sheet": self.sheet,
            "header_row": self.header_row,
            "fields": {str(index): names for index, names in self.fields.items()},
            "units": {str(index): unit for index, unit in self.units.items()},
            "stated": dict(self.stated),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "ColumnChoice":
        """The choice that was kept."""
        return cls(
            sheet=stored["sheet"],
            header_row=stored["header_row"],
            fields={int(index): names for index, names in stored["fields"].items()},
            units={int(index): unit for index, unit in stored["units"].items()},
            stated=stored.get("stated", {}),
        )


def letter(index: int) -> str:
    """0 → A, 27 → AB."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def likely_header(
    rows: Sequence[SheetRow], layout: Layout, remembered: Mapping[str, str]
) -> SheetRow:
    """Of the first rows the one whose titles say most; where none says anything, the fullest."""

    def score(row: SheetRow) -> tuple[int, int, int]:
        known = sum(normalise(plain(cell)) in remembered for cell in row.cells if cell)
        return len(match(row, layout).columns) + known, sum(map(bool, row.cells)), -row.number

    return max(rows[:HEADER_WITHIN], key=score)


def guess(
    header: SheetRow, below: Sequence[SheetRow], layout: Layout, remembered: Mapping[str, str]
) -> list[Guess]:
    """What each column is taken for: as last time, else by its title."""
    names = {field.name: field.label for field in layout.fields}
    guesses = []
    for index in range(max([len(header.cells), *(len(row.cells) for row in below)])):
        title = _cell(header, index)
        samples = tuple(filter(None, (_cell(row, index) for row in below)))[:3]
        if not title and not samples:
            continue
        fields, how = _meaning(title, layout, remembered, names)
        stated = unit_of(title) or next(
            (unit for _rank, unit in meanings_of(title, layout).values() if unit), None
        )
        guesses.append(Guess(index, title, samples, fields, how, stated or ""))
    return guesses


def amount_fields(layout: Layout) -> frozenset[str]:
    """The fields that hold an amount of money."""
    return frozenset(each.name for each in layout.fields if isinstance(each.convert, Money))


def holds_amount(fields: str, layout: Layout) -> bool:
    """Whether one of the fields is an amount."""
    return not amount_fields(layout).isdisjoint(fields.split("+"))


def missing_labels(choice: ColumnChoice, layout: Layout) -> list[str]:
    """The fields that must be there and that no column was chosen for."""
    chosen = {name for fields in choice.fields.values() for name in fields.split("+")}
    return labels_missing(layout, {*chosen, *choice.stated})


def chosen_header(
    rows: Iterable[SheetRow], choice: ColumnChoice, layout: Layout
) -> tuple[Header, Iterator[SheetRow]]:
    """The header as chosen, and the rows below it; SpreadsheetError where that row is empty."""
    remaining = iter(rows)
    header = next((row for row in remaining if row.number == choice.header_row), None)
    if header is None:
        raise SpreadsheetError(f"第 {choice.header_row} 行是空的，请重新选择表头所在的行。")
    titles = tuple("" if cell is None else plain(cell) for cell in header.cells)
    found: dict[str, list[tuple[int, int, HeaderColumn]]] = {}
    for index, names in choice.fields.items():
        title = titles[index] if index < len(titles) else ""
        column = HeaderColumn(
            index, title or letter(index), choice.units.get(index) or unit_of(title)
        )
        for name in filter(None, names.split("+")):
            rank = meanings_of(title, layout).get(name, (HEADER_WITHIN**3, None))[0]
            found.setdefault(name, []).append((rank, index, column))
    columns = {
        name: tuple(column for _rank, _index, column in sorted(each, key=lambda one: one[:2]))
        for name, each in found.items()
    }
    unused, personal = _left_over(titles, choice)
    return Header(header.number, titles, columns, unused, personal, choice.stated), remaining


def _left_over(
    titles: Sequence[str], choice: ColumnChoice
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The titles that no field was chosen for: those of no use, those of personal papers."""
    left = [title for index, title in enumerate(titles) if title and not choice.fields.get(index)]
    groups = [(group_of(title), title) for title in left]
    unused = tuple(title for group, title in groups if group == "unused")
    return unused, tuple(title for group, title in groups if group == "personal")


def _meaning(
    title: str, layout: Layout, remembered: Mapping[str, str], labels: Mapping[str, str]
) -> tuple[str, str]:
    key = normalise(title) if title else ""
    last = recalled(title, layout, remembered)
    if last is not None:
        return "+".join(last), AS_LAST_TIME if last else NOT_LAST_TIME
    meanings = meanings_of(title, layout)
    if not meanings:
        return LEFT_OUT, NOT_WANTED.get(group_of(title) if title else "unused", "")
    names = [name for name, _rank in sorted(meanings.items(), key=lambda one: one[1][0])]
    is_same = any(normalise(labels[name]) == key for name in names)
    return "+".join(names), SAME_TITLE if is_same else SYNONYM


def _cell(row: SheetRow, index: int) -> str:
    cell = row.cells[index] if index < len(row.cells) else None
    return "" if cell is None else plain(cell)


def preview(path: Path) -> list[dict[str, Any]]:
    """The sheets that hold anything: name, number of rows, and the first rows as texts.

    Identity and telephone numbers are hidden. Raises SpreadsheetError when the file can't be read.
    """
    sheets = []
    for sheet in read_sheets(path):
        filled = (row for row in sheet.rows if not is_blank_row(row.cells))
        first = islice(filled, SHOWN_ROWS)
        shown = [[row.number, [_shown(cell) for cell in row.cells]] for row in first]
        if shown:
            total = len(shown) + sum(1 for _row in filled)
            sheets.append({"name": sheet.name, "rows": shown, "total": total})
    if not sheets:
        raise SpreadsheetError("文件里没有任何数据。请确认工作表没有隐藏，再重新上传。")
    return sheets[:MAX_SHEETS]


def rows_of(sheet: Mapping[str, Any]) -> list[SheetRow]:
    """The rows that were kept for a sheet."""
    return [SheetRow(number, cells) for number, cells in sheet["rows"]]


def count_below(sheet: Mapping[str, Any], header_row: int) -> int:
    """How many rows of data stand below the header."""
    total: int = sheet["total"]
    return total - sum(row.number <= header_row for row in rows_of(sheet))


def _shown(cell: Cell) -> str:
    return "" if cell is None else mask_shown(plain(cell))
