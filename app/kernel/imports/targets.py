"""What can be imported: each feature registers its kind, its layout, and how it saves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask

from app.kernel.imports.layouts import Layout

T = TypeVar("T")
FindSource = Callable[[str], tuple[int, str] | None]
"""The id and the name of the body that a code or a name stands for."""
_BRACKETS = (("〔", "〕"), ("［", "］"), ("[", "]"), ("（", "）"), ("(", ")"), ("【", "】"))


class RowOutcome(StrEnum):
    """What became of a good row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that the feature could not take; ``field`` names the value at fault, if one is."""

    reason: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """What a person should look at in a row that is taken all the same."""

    reason: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class HintedOutcome:
    """What became of a good row, with what to look at in it."""

    outcome: RowOutcome
    hints: tuple[Hint, ...]


RowVerdict = RowOutcome | HintedOutcome | Rejection
"""The answer to a row."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row whose cells could all be converted; absent and empty fields are None."""

    row: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class ImportSource:
    """Where the rows come from: the file, the body that sent it, the import they belong to."""

    file_name: str
    batch_id: int | None = None
    bureau_id: int | None = None
    body: str = ""
    saved_on: date | None = None
    """The day on which the file says that it was saved."""
    met: set[str] = field(default_factory=set)
    """Source keys already met in this file: the second of two equal rows is UNCHANGED."""
    has_no_reviewer: bool = False
    """Whether nobody but the sender sees the rows before they are public: no personal data then."""
    _made: dict[object, Any] = field(default_factory=dict)

    def once(self, make: Callable[[], T]) -> T:
        """What ``make`` gives, made once for the whole file. It must hold no database rows."""
        if make not in self._made:
            self._made[make] = make()
        made: T = self._made[make]
        return made


@dataclass(frozen=True)
class ChangedRow:
    """A record that a row has changed, with the values that are others now, as JSON holds them."""

    row: int
    kind: str
    """Table of the record."""
    record_id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True)
class RowBatch:
    """Rows that are saved in one transaction, and what they changed of records known before."""

    source: ImportSource
    rows: Sequence[ImportRow]
    changes: list[ChangedRow] = field(default_factory=list)


Save = Callable[[RowBatch], Sequence[RowVerdict]]
"""Writes the rows into the session without committing; one answer for each row, in order."""


@dataclass(frozen=True)
class Target:
    """A kind of record that files can bring."""

    kind: str
    layout: Layout
    save: Save
    batch_size: int = 1000
    """How many rows are saved in one transaction."""
    registry: "Registry | None" = None
    """The kinds among which this one is, for tables that are of another."""

    @property
    def others(self) -> list[Layout]:
        """The layouts of all kinds of tables."""
        known = self.registry.targets.values() if self.registry else ()
        return [each.layout for each in known]


@dataclass
class Registry:
    """The kinds of one application."""

    targets: dict[str, Target] = field(default_factory=dict)
    find_source: FindSource | None = None


def registry(app: Flask) -> Registry:
    """The application's registry, made on first use."""
    found: Registry = app.extensions.setdefault("imports", Registry())
    return found


def register_target(app: Flask, kind: str, layout: Layout, save: Save) -> None:
    """Let files of ``kind`` be imported through ``save``."""
    known = registry(app)
    known.targets[kind] = Target(kind, layout, save, registry=known)


def target_labels(app: Flask) -> dict[str, str]:
    """What people call the kinds that can be imported."""
    return {kind: target.layout.kind_label for kind, target in registry(app).targets.items()}


def register_source_lookup(app: Flask, find_source: FindSource) -> None:
    """Say how ``--source`` finds a body; imports itself knows no bodies."""
    registry(app).find_source = find_source


class FirstRowHints:
    """What holds for many rows of a file, and is said at the first of them."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def once(self, remark: str, field: str) -> Hint | None:
        """A hint at the first row to which the remark applies; none where there is no remark."""
        if not remark or remark in self._given:
            return None
        self._given.add(remark)
        return Hint(f"{remark}，请补上（同样的行不再逐一列出）", field)


def unpaired_brackets(number: str | None, field: str) -> Hint | None:
    """Whether the number of a document has lost a bracket, as scans do."""
    if number is None or all(number.count(a) == number.count(b) for a, b in _BRACKETS):
        return None
    return Hint("文号的括号不成对，像是识别或录入错误，请核对", field)
