"""Rows of a sheet as values by field, or what is wrong with their cells.

A further sheet holds rows that belong to rows of the main one, as milestones do to a project. They
go in with the row they belong to, or not at all: where one of them is wrong, the record and its
details stay as they were.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.kernel.imports.cells import BadValueError, SheetRow, SpreadsheetError, is_empty
from app.kernel.imports.layouts import Detail, Header, LayoutField, find_header
from app.kernel.imports.rules import FindingKind
from app.kernel.imports.sheets import read_sheets
from app.kernel.imports.targets import ImportRow
from app.kernel.imports.values import plain
from app.kernel.masking import mask_shown

NO_KEY = ""
"""Stands for rows that do not tell whose they are: any record may lack them."""


@dataclass(frozen=True, slots=True)
class RowFinding:
    """What is found in a row (from 1): the column as the sender named it, the value masked."""

    row: int
    column: str
    value: str
    reason: str
    index: int | None = None
    kind: FindingKind = FindingKind.ERROR


@dataclass(frozen=True, slots=True)
class ConvertedRow:
    """A row with what was made of it."""

    row: SheetRow
    values: Mapping[str, Any]
    findings: tuple[RowFinding, ...] = ()

    @property
    def candidate(self) -> ImportRow | None:
        """The row to be saved; None where something is wrong with it."""
        return None if self.findings else ImportRow(self.row.number, self.values)


def convert_row(
    row: SheetRow, header: Header, fields: Iterable[LayoutField], blank: Mapping[str, None]
) -> ConvertedRow:
    """The row's values by field, or what is wrong with each of its cells.

    ``told`` are the fields that the file has or must have; ``blank`` has all of them, empty.
    """
    values: dict[str, Any] = dict(blank)
    findings: list[RowFinding] = []
    for each in fields:
        for column in header.columns.get(each.name, ()):
            cell = row.cells[column.index] if column.index < len(row.cells) else None
            if is_empty(cell):
                continue
            try:
                values[each.name] = each.convert(cell, column.unit)
            except BadValueError as bad:
                shown = mask_shown(plain(cell))
                findings.append(
                    RowFinding(row.number, column.title, shown, bad.reason, column.index)
                )
            break
        else:
            if each.name in header.stated:
                values[each.name] = each.convert(header.stated[each.name], None)
            elif each.required:
                findings.append(_missing(row, header, each.name, each.label))
    return ConvertedRow(row, values, tuple(findings))


def _missing(row: SheetRow, header: Header, name: str, label: str) -> RowFinding:
    columns = header.columns.get(name)
    index = columns[0].index if columns else None
    return RowFinding(row.number, columns[0].title if columns else label, "", "不能为空", index)


@dataclass
class Details:
    """All rows of the further sheet, by the record that they belong to."""

    detail: Detail
    sheets: list[str] = field(default_factory=list)
    rows: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    faults: dict[str, list[RowFinding]] = field(default_factory=dict)
    _first: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Of each record that no main row has met yet: where its first row stands, in which column."""

    def join(self, read: ConvertedRow) -> ConvertedRow:
        """The main row with the rows that belong to it, or with what is wrong with them."""
        key, into = str(read.values[self.detail.key] or NO_KEY), self.detail.into
        self._first.pop(key, None)
        wrong = self.faults.get(key, []) if key else []
        if wrong or (key in self.rows and NO_KEY in self.faults):
            why = f"工作表“{self.sheets[0]}”有属于它的行不正确，这一行和它们都没有导入"
            if not wrong:
                why = f"工作表“{self.sheets[0]}”有的行没有编号，不知道属于谁，这一行没有导入"
            return self._refused(read, why, *wrong)
        if key not in self.rows:
            return read
        if read.values[into] is not None:
            return self._refused(read, f"工作表“{self.sheets[0]}”里也有，请只留一处")
        return replace(read, values={**read.values, into: tuple(self.rows[key])})

    def orphans(self) -> Iterator[RowFinding]:
        """What belongs to no row of the main sheet; known when all of it has been read."""
        yield from self.faults.get(NO_KEY, ())
        for key, (row, title) in self._first.items():
            yield RowFinding(row, title, key, "主表里没有这个编号，属于它的行没有导入")

    def take(self, sheet: str, header: Header, rows: Iterator[SheetRow]) -> None:
        """Read a sheet of details."""
        self.sheets.append(sheet)
        fields, key_field = self.detail.layout.fields, self.detail.key
        blank = dict.fromkeys(each.name for each in fields)
        expected = [each for each in fields if each.required or header.tells(each.name)]
        for row in rows:
            read = convert_row(row, header, expected, blank)
            key = str(read.values[key_field] or NO_KEY)
            if key:
                place = f"工作表“{sheet}”的{self.detail.layout.label(key_field)}"
                self._first.setdefault(key, (row.number, place))
            if read.findings:
                placed = [_placed(finding, sheet) for finding in read.findings]
                self.faults.setdefault(key, []).extend(placed)
            else:
                self.rows.setdefault(key, []).append(read.values)

    def _refused(self, read: ConvertedRow, why: str, *wrong: RowFinding) -> ConvertedRow:
        label = self.detail.layout.label(self.detail.key)
        here = RowFinding(read.row.number, label, str(read.values[self.detail.key] or ""), why)
        return replace(read, findings=(*read.findings, here, *wrong))


def read_details(path: Path, detail: Detail) -> Details:
    """The details of the file, none where no sheet holds any; may raise SpreadsheetError."""
    found = Details(detail)
    for sheet in read_sheets(path):
        try:
            header, rows = find_header(sheet.rows, detail.layout)
        except SpreadsheetError:
            continue  # another kind of sheet: the main one, or one that its reader speaks of
        found.take(sheet.name, header, rows)
    return found


def _placed(finding: RowFinding, sheet: str) -> RowFinding:
    """The finding, with its sheet named, and marking no cell of the main one."""
    return replace(finding, column=f"工作表“{sheet}”的{finding.column}", index=None)
