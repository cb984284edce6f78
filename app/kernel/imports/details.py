"""A further sheet whose rows belong to rows of the main one, as milestones do to a project.

They go in with the row they belong to, or not at all: where one of them is wrong, the record and
its details stay as they were.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.kernel.imports.cells import Row
from app.kernel.imports.conversion import Finding, Read, convert_row
from app.kernel.imports.layouts import Detail, Header, find_header
from app.kernel.imports.problems import SpreadsheetError
from app.kernel.imports.sheets import read_sheets

NO_KEY = ""
"""Stands for rows that do not tell whose they are: any record may lack them."""


@dataclass
class Details:
    """All rows of the further sheet, by the record that they belong to."""

    detail: Detail
    sheets: list[str] = field(default_factory=list)
    rows: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    faults: dict[str, list[Finding]] = field(default_factory=dict)
    _first: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Of each record that no main row has met yet: where its first row stands, in which column."""

    def join(self, read: Read) -> Read:
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

    def orphans(self) -> Iterator[Finding]:
        """What belongs to no row of the main sheet; known when all of it has been read."""
        yield from self.faults.get(NO_KEY, ())
        for key, (row, title) in self._first.items():
            yield Finding(row, title, key, "主表里没有这个编号，属于它的行没有导入")

    def take(self, sheet: str, header: Header, rows: Iterator[Row]) -> None:
        """Read a sheet of details."""
        self.sheets.append(sheet)
        fields, key_field = self.detail.layout.fields, self.detail.key
        blank = dict.fromkeys(each.name for each in fields)
        told = [each for each in fields if each.required or header.tells(each.name)]
        for row in rows:
            read = convert_row(row, header, told, blank)
            key = str(read.values[key_field] or NO_KEY)
            if key:
                place = f"工作表“{sheet}”的{self.detail.layout.label(key_field)}"
                self._first.setdefault(key, (row.number, place))
            if read.findings:
                placed = [_placed(finding, sheet) for finding in read.findings]
                self.faults.setdefault(key, []).extend(placed)
            else:
                self.rows.setdefault(key, []).append(read.values)

    def _refused(self, read: Read, why: str, *wrong: Finding) -> Read:
        label = self.detail.layout.label(self.detail.key)
        here = Finding(read.row.number, label, str(read.values[self.detail.key] or ""), why)
        return replace(read, findings=(*read.findings, here, *wrong))


def read_details(path: Path, detail: Detail) -> Details:
    """The details of the file, none where no sheet holds any."""
    found = Details(detail)
    for sheet in read_sheets(path):
        try:
            header, rows = find_header(sheet.rows, detail.layout)
        except SpreadsheetError:
            continue  # another kind of sheet: the main one, or one that its reader speaks of
        found.take(sheet.name, header, rows)
    return found


def _placed(finding: Finding, sheet: str) -> Finding:
    """The finding, with its sheet named, and marking no cell of the main one."""
    return replace(finding, column=f"工作表“{sheet}”的{finding.column}", index=None)
