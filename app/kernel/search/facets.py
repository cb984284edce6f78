"""The kinds of property: facets have one of several values, spans are less or more."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar, NamedTuple, Self

from app.kernel.errors import InvalidInputError
from app.kernel.labels import LabelledEnum
from app.kernel.search.properties import Json, Parameter, Property, number, one_of, parameter_text

MAX_WORD = 30
"""In characters."""
FIRST_YEAR, LAST_YEAR = 1900, 2999
MAX_YUAN = 10**9 - 1

_CODE = re.compile("[0-9]{6}")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, kw_only=True)
class Facet(Property):
    """One of several values: results are narrowed to one, and counted by all.

    ``parameter`` is that of addresses and of the API, which describes it by ``meaning``: the
    name and the label unless the row says otherwise. ``named_by`` is the document's field that
    has the name of its value.
    """

    parameter: str = ""
    meaning: str = ""
    named_by: str = ""
    newest_first: ClassVar[bool] = False
    """Whether the page lists values from the greatest, rather than from the most frequent."""

    def at(self, attribute: str) -> Self:
        row = super().at(attribute)
        parameter, meaning = row.parameter or row.name, row.meaning or row.label
        return replace(row, parameter=parameter, meaning=meaning)

    def of(self, document: Any) -> Any:
        """The document's value; None where it has none, or an empty one."""
        return super().of(document) or None

    @property
    def columns(self) -> tuple[str, ...]:
        """The value, and its name where it has one."""
        return (self.name, self.named_by) if self.named_by else (self.name,)

    @property
    def parameters(self) -> Sequence[Parameter]:
        return (Parameter(self.parameter, self.meaning, self.schema),)

    def read(self, arguments: Mapping[str, str]) -> Any:
        text = parameter_text(arguments, self.parameter)
        return self.parsed(text) if text else None

    def value_of(self, text: str) -> Any:
        """The value that an index wrote."""
        return text

    def shown(self, value: Any) -> str:
        """A value without a name as the page shows it."""
        return str(value)

    def admits(self, value: Any, document: Any) -> bool:
        """Whether the document has just this value."""
        return bool(self.of(document) == value)

    @property
    def _title(self) -> str:
        return f"{self.label}参数（{self.parameter}）"


@dataclass(frozen=True, kw_only=True)
class ChoiceFacet(Facet):
    """A member of an enumeration, which indexes number by its place."""

    members: type[LabelledEnum] = field(kw_only=False)

    @property
    def schema(self) -> Json:
        return {"type": "string", "enum": [member.value for member in self.members]}

    def parsed(self, text: str) -> LabelledEnum:
        return one_of(self.members, text, f"{self.label}（{self.parameter}）")

    def value_of(self, text: str) -> LabelledEnum:
        return self.members(text)


@dataclass(frozen=True, kw_only=True)
class WordFacet(Facet):
    """A word that people read as it is."""

    def parsed(self, text: str) -> str:
        if len(text) > MAX_WORD:
            raise InvalidInputError(f"{self._title}最多 {MAX_WORD} 个字。")
        return text


@dataclass(frozen=True, kw_only=True)
class CodeFacet(Facet):
    """Six digits, which are named elsewhere."""

    values: ClassVar[Json] = {"type": "string", "pattern": f"^{_CODE.pattern}$"}

    def parsed(self, text: str) -> str:
        if not _CODE.fullmatch(text):
            raise InvalidInputError(f"{self._title}应为 6 位数字代码，例如 330302。")
        return text


@dataclass(frozen=True, kw_only=True)
class NumberFacet(Facet):
    """The number, from 1, of something that has a name."""

    values: ClassVar[Json] = {"type": "integer", "minimum": 1}

    def parsed(self, text: str) -> int:
        return number(text, f"{self._title}应为数字编号。", 1, 10**9)

    def value_of(self, text: str) -> int:
        return int(text)


@dataclass(frozen=True, kw_only=True)
class YearFacet(NumberFacet):
    """A year, the newest shown first."""

    values: ClassVar[Json] = {"type": "integer"}
    newest_first: ClassVar[bool] = True

    def parsed(self, text: str) -> int:
        return number(text, f"{self._title}应为 4 位数字，例如 2026。", FIRST_YEAR, LAST_YEAR)

    def shown(self, value: int) -> str:
        return f"{value} 年"


class Between(NamedTuple):
    """What a span is narrowed to, both ends included; None leaves an end open."""

    first: Any = None
    last: Any = None

    def holds(self, value: Any) -> bool:
        """Whether the value is within; nothing is outside of any range."""
        return (
            value is not None
            and (self.first is None or self.first <= value)
            and (self.last is None or value <= self.last)
        )


class SpanField(NamedTuple):
    """A field of the form for a span."""

    name: str
    label: str
    value: Any


@dataclass(frozen=True, kw_only=True)
class Span(Property):
    """What is less or more: results are narrowed by its ends, and sorted with the most first.

    ``ends`` are the parameters of addresses, ``sort`` the value of the parameter of that name.
    The pairs below say of either end what the API, the form and the chip call it.
    """

    ends: tuple[str, str]
    sort: str
    title: ClassVar[str] = "{}"
    meanings: ClassVar[tuple[str, str]]
    field_labels: ClassVar[tuple[str, str]]
    chips: ClassVar[tuple[str, str]]
    input: ClassVar[str]
    wrong: ClassVar[str]
    crossed: ClassVar[str]

    @property
    def parameters(self) -> Sequence[Parameter]:
        """One for each end."""
        return [
            Parameter(name, meaning.format(self.label), self.schema)
            for name, meaning in zip(self.ends, self.meanings, strict=True)
        ]

    def read(self, arguments: Mapping[str, str]) -> Between | None:
        """The ends that are asked for; InvalidInputError for a range that ends before it begins."""
        first, last = (
            self.parsed(text) if text else None
            for text in (parameter_text(arguments, name) for name in self.ends)
        )
        if first is not None and last is not None and first > last:
            raise InvalidInputError(self.crossed.format(*self.ends, label=self.label))
        return None if first is None and last is None else Between(first, last)

    def admits(self, bounds: Between, document: Any) -> bool:
        """Whether the document's value is within."""
        return bounds.holds(self.of(document))

    @property
    def heading(self) -> str:
        """Above the fields of the form."""
        return self.title.format(self.label)

    def form(self, bounds: Between | None) -> list[SpanField]:
        """The fields of the form, with what is asked for."""
        parts = zip(self.ends, self.field_labels, bounds or Between(), strict=True)
        return [SpanField(*each) for each in parts]

    def chip_labels(self, bounds: Between) -> list[tuple[str, str]]:
        """The ends that are asked for: parameter and chip."""
        parts = zip(self.ends, self.chips, bounds, strict=True)
        return [(name, chip.format(end)) for name, chip, end in parts if end is not None]

    @property
    def refusal(self) -> str:
        """What is said about an end that can't be read."""
        return self.wrong.format(*self.ends, label=self.label)


@dataclass(frozen=True, kw_only=True)
class DaySpan(Span):
    """A day."""

    values: ClassVar[Json] = {"type": "string", "format": "date"}
    meanings: ClassVar[tuple[str, str]] = ("最早的{}", "最晚的{}")
    field_labels: ClassVar[tuple[str, str]] = ("从", "到")
    chips: ClassVar[tuple[str, str]] = ("{} 起", "{} 止")
    input: ClassVar[str] = "date"
    wrong: ClassVar[str] = "{label}参数（{}、{}）应写成 2026-01-31 的样子。"
    crossed: ClassVar[str] = "开始{label}（{}）晚于结束{label}（{}），请对调后再试。"

    def parsed(self, text: str) -> date:
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        raise InvalidInputError(self.refusal)


@dataclass(frozen=True, kw_only=True)
class AmountSpan(Span):
    """An amount: documents have it in cents, all else is in whole yuan."""

    values: ClassVar[Json] = {"type": "integer", "minimum": 0}
    title: ClassVar[str] = "{}（元）"
    meanings: ClassVar[tuple[str, str]] = ("最低{}（元）", "最高{}（元）")
    field_labels: ClassVar[tuple[str, str]] = ("不少于", "不超过")
    chips: ClassVar[tuple[str, str]] = ("不少于 {:,} 元", "不超过 {:,} 元")
    input: ClassVar[str] = "number"
    wrong: ClassVar[str] = "{label}参数（{}、{}）应为以元为单位的整数，例如 5000。"
    crossed: ClassVar[str] = "最低{label}（{}）大于最高{label}（{}），请对调后再试。"

    def of(self, document: Any) -> int | None:
        """The whole yuan; none where nothing is to be paid."""
        cents = super().of(document)
        return cents // 100 if cents else None

    def parsed(self, text: str) -> int:
        return number(text, self.refusal, 0, MAX_YUAN)
