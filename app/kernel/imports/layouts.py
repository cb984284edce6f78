"""Which column is which field: layouts, and headers matched to them by known synonyms."""

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import chain, islice
from pathlib import Path

from app.kernel.imports.cells import SheetRow, SpreadsheetError, is_blank_row
from app.kernel.imports.values import UNITS, Converter, plain

HEADER_WITHIN = 10
"""The header stands in one of the first rows that hold anything."""

_SYNONYMS = Path(__file__).parent / "data" / "synonyms.json"
_BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_NOISE = re.compile(r"[\s*:;、,。_]+")
NOTHING: Mapping[str, str] = {}
Titles = Mapping[str, Mapping[str, tuple[int, str | None]]]
"""normalised title → field → rank among what senders call the field, and unit."""
_PERSONAL, _IGNORED = "personal", "ignored"


@dataclass(frozen=True)
class LayoutField:
    """A value that a layout takes from a row."""

    name: str
    label: str
    convert: Converter
    required: bool = False
    synonyms: Sequence[str] = ()
    """What senders call it beside its label, the most telling first."""


@dataclass(frozen=True)
class Layout:
    """The fields of one kind of record. ``required_any`` names sets of which one must be there.

    A layout with a ``name`` says itself what senders call its fields; of others the table of
    synonyms says it.

    ``whole`` names fields that a person may state once for the whole table, where no column does,
    with the words to choose from; without such words anything may be written.
    """

    kind: str
    fields: tuple[LayoutField, ...]
    required_any: tuple[tuple[str, ...], ...] = ()
    whole: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    detail: "Detail | None" = None
    name: str = ""

    def label(self, name: str) -> str:
        """What people call a field."""
        return next(field.label for field in self.fields if field.name == name)

    @property
    def kind_label(self) -> str:
        """What people call tables of this kind."""
        return self.name or kind_labels()[self.kind]

    @cached_property
    def titles(self) -> "Titles":
        """What each title may stand for."""
        if not self.name:
            return synonyms()[self.kind]
        return _titles({each.name: (each.label, *each.synonyms) for each in self.fields})


@dataclass(frozen=True)
class Detail:
    """A further sheet whose rows belong to rows of the main one: milestones to their project.

    ``key`` names the field by which both sheets tell the record, ``into`` the field of the main
    layout that takes its rows, as a tuple of values by field.
    """

    layout: Layout
    key: str
    into: str


@dataclass(frozen=True)
class HeaderColumn:
    """A column of the file (from 0) that holds a field, with the unit that its header states."""

    index: int
    title: str
    unit: str | None


@dataclass(frozen=True)
class Header:
    """The header row, understood: for each field its columns, the most telling first."""

    row: int
    titles: tuple[str, ...]
    columns: Mapping[str, tuple[HeaderColumn, ...]]
    unused: tuple[str, ...]
    personal: tuple[str, ...]
    stated: Mapping[str, str] = field(default_factory=dict)
    """What holds for every row: values of fields that have no column."""

    def tells(self, name: str) -> bool:
        """Whether a column or a statement tells the field."""
        return name in self.columns or name in self.stated


@cache
def synonyms() -> Mapping[str, Titles]:
    """What titles stand for, by kinds of tables that do not say it themselves."""
    known = json.loads(_SYNONYMS.read_text(encoding="utf-8"))
    return {kind: _titles(entry["fields"]) for kind, entry in known.items()}


def _titles(fields: Mapping[str, Sequence[str]]) -> Titles:
    titles: dict[str, dict[str, tuple[int, str | None]]] = {}
    for name, words in fields.items():
        for rank, word in enumerate(words):
            titles.setdefault(normalise(word), {}).setdefault(name, (rank, unit_of(word)))
    return titles


@cache
def kind_labels() -> Mapping[str, str]:
    """The Chinese name of each kind of table in the table of synonyms, importable or not."""
    entries = json.loads(_SYNONYMS.read_text(encoding="utf-8"))
    return {kind: entry["label"] for kind, entry in entries.items()}


def normalise(title: str) -> str:
    """A column title in one form: no width variants, spaces, stars, notes in brackets."""
    folded = unicodedata.normalize("NFKC", title).upper()
    bare = _BRACKETED.sub("", folded)
    return _NOISE.sub("", bare) or _NOISE.sub("", folded)


def unit_of(title: str) -> str | None:
    """The unit that a title states in brackets: 罚款金额（万元） → 万元."""
    for note in _BRACKETED.findall(unicodedata.normalize("NFKC", title)):
        word = re.sub(r"\s|单位[::]?|人民币", "", note)
        if word in UNITS or word == "%":
            return str(word)
    return None


def find_header(
    rows: Iterable[SheetRow],
    layout: Layout,
    stated: Mapping[str, str] | None = None,
    remembered: Mapping[str, str] | None = None,
    others: Iterable[Layout] = (),
) -> tuple[Header, Iterator[SheetRow]]:
    """The row among the first ones that names most fields, and the rows of data below it.

    ``remembered`` says what the sender's titles stood for last time, and goes before synonyms.
    ``others`` are kinds that the table may be of instead.
    Raises SpreadsheetError when no row is a header of this kind, and says what is missing.
    """
    filled = (row for row in rows if not is_blank_row(row.cells))
    tried = list(islice(filled, HEADER_WITHIN))
    if not tried:
        raise SpreadsheetError("表格中没有任何数据。")
    headers = [match(row, layout, remembered or {}) for row in tried]
    position = max(range(len(headers)), key=lambda index: len(headers[index].columns))
    best = replace(headers[position], stated=stated or {})
    _require(best, layout, tried, others)
    return best, chain(tried[position + 1 :], filled)


def match(row: SheetRow, layout: Layout, remembered: Mapping[str, str] = NOTHING) -> Header:
    """What the row would mean as the header of ``layout``."""
    found: dict[str, list[tuple[int, HeaderColumn]]] = {}
    unused: list[str] = []
    personal: list[str] = []
    titles = tuple("" if cell is None else plain(cell) for cell in row.cells)
    for index, title in enumerate(titles):
        last = recalled(title, layout, remembered)
        meanings = meanings_of(title, layout)
        if last is not None:
            meanings = {name: meanings.get(name, (0, None)) for name in last}
        for name, (rank, unit) in meanings.items():
            column = HeaderColumn(index, title, unit_of(title) or unit)
            found.setdefault(name, []).append((rank, column))
        is_known = bool(last) or (last is None and _key(title) in layout.titles)
        group = "" if is_known else group_of(title)
        if group == "unused":
            unused.append(title)
        elif group == "personal":
            personal.append(title)
    columns = {
        field: tuple(column for _rank, column in sorted(each, key=lambda pair: pair[0]))
        for field, each in found.items()
    }
    return Header(row.number, titles, columns, tuple(unused), tuple(personal))


def recalled(title: str, layout: Layout, remembered: Mapping[str, str]) -> list[str] | None:
    """The fields for which the sender's title stood last time, none if it was left out.

    None where nothing is remembered, or what is remembered is no field any more.
    """
    last = remembered.get(normalise(title)) if title else None
    if last is None:
        return None
    names = [name for name in last.split("+") if name]
    return names if {*names} <= {field.name for field in layout.fields} else None


def meanings_of(title: str, layout: Layout) -> Mapping[str, tuple[int, str | None]]:
    """The fields of ``layout`` that a title stands for: rank among its synonyms, and unit."""
    names = {field.name for field in layout.fields}
    meanings = layout.titles.get(_key(title), {})
    return {field: meaning for field, meaning in meanings.items() if field in names}


def group_of(title: str) -> str:
    """Where a title without a field belongs: ``personal``, ``unused``, or nothing to speak of."""
    key = _key(title)
    if not key or key in synonyms()[_IGNORED]:
        return ""
    return "personal" if key in synonyms()[_PERSONAL] else "unused"


def labels_missing(layout: Layout, there: Collection[str]) -> list[str]:
    """The labels of the fields that must be there and are not."""
    missing = [field.label for field in layout.fields if field.required and field.name not in there]
    labels = {field.name: field.label for field in layout.fields}
    for group in layout.required_any:
        if not any(name in there for name in group):
            missing.append("或".join(labels[name] for name in group))
    return missing


def _key(title: str) -> str:
    return normalise(title) if title and len(title) <= 60 else ""


def _require(
    header: Header, layout: Layout, tried: Sequence[SheetRow], others: Iterable[Layout]
) -> None:
    missing = labels_missing(layout, {*header.columns, *header.stated})
    if not missing:
        return
    hint = _looks_like(tried, layout.kind, others, matched=len(header.columns))
    raise SpreadsheetError(
        f"没有找到“{layout.kind_label}”的表头：缺少列 {'、'.join(missing)}。{hint}"
        "请检查列名，或对照说明文档中的列名修改后重试。"
    )


def _looks_like(
    tried: Sequence[SheetRow], kind: str, others: Iterable[Layout], *, matched: int
) -> str:
    """That these rows name the titles of another kind of table more fully, if they do."""
    known = {each: (kind_labels()[each], titles) for each, titles in synonyms().items()}
    known |= {each.kind: (each.kind_label, each.titles) for each in others}
    best, best_score = "", matched
    for other, (label, titles) in known.items():
        if other in {kind, _PERSONAL, _IGNORED}:
            continue
        score = max(
            sum(isinstance(cell, str) and normalise(cell) in titles for cell in row.cells)
            for row in tried
        )
        if score > best_score:
            best, best_score = f"这张表像是“{label}”（{other}）。", score
    return best
