"""One row of a sheet: its cells as values by field, or what is wrong with each of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.kernel.imports.cells import Row, is_empty
from app.kernel.imports.layouts import Field, Header
from app.kernel.imports.problems import BadValueError
from app.kernel.imports.rules import FindingKind
from app.kernel.imports.targets import Candidate
from app.kernel.imports.values import plain
from app.kernel.masking import mask_shown


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found in a row: the column as the sender named it, the value masked."""

    row: int
    column: str
    value: str
    reason: str
    index: int | None = None
    kind: FindingKind = FindingKind.ERROR


@dataclass(frozen=True, slots=True)
class Read:
    """A row with what was made of it."""

    row: Row
    values: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()

    @property
    def candidate(self) -> Candidate | None:
        """The row to be saved; None where something is wrong with it."""
        return None if self.findings else Candidate(self.row.number, self.values)


def convert_row(row: Row, header: Header, told: Iterable[Field], blank: Mapping[str, None]) -> Read:
    """The row's values by field, or what is wrong with each of its cells.

    ``told`` are the fields that the file has or must have; ``blank`` has all of them, empty.
    """
    values: dict[str, Any] = dict(blank)
    findings: list[Finding] = []
    for each in told:
        for column in header.columns.get(each.name, ()):
            cell = row.cells[column.index] if column.index < len(row.cells) else None
            if is_empty(cell):
                continue
            try:
                values[each.name] = each.convert(cell, column.unit)
            except BadValueError as bad:
                shown = mask_shown(plain(cell))
                findings.append(Finding(row.number, column.title, shown, bad.reason, column.index))
            break
        else:
            if each.name in header.stated:
                values[each.name] = each.convert(header.stated[each.name], None)
            elif each.required:
                findings.append(_missing(row, header, each.name, each.label))
    return Read(row, values, tuple(findings))


def _missing(row: Row, header: Header, name: str, label: str) -> Finding:
    columns = header.columns.get(name)
    index = columns[0].index if columns else None
    return Finding(row.number, columns[0].title if columns else label, "", "不能为空", index)
