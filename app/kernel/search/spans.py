"""Properties that are less or more: results are narrowed by two ends, and sorted, most first."""

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from app.kernel.errors import InvalidInputError
from app.kernel.search.given import given, number
from app.kernel.search.properties import Json, Parameter, Property

MAX_YUAN = 10**9 - 1

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


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
    title: str = "{}"
    meanings: tuple[str, str]
    field_labels: tuple[str, str]
    chips: tuple[str, str]
    input: str
    wrong: str
    crossed: str

    @property
    @abstractmethod
    def schema(self) -> Json:
        """Which values an end takes."""

    @property
    def parameters(self) -> Sequence[Parameter]:
        """One for each end."""
        return [
            Parameter(name, meaning.format(self.label), self.schema)
            for name, meaning in zip(self.ends, self.meanings, strict=True)
        ]

    def read(self, arguments: Mapping[str, str]) -> Between | None:
        """The ends that are asked for; a range that ends before it begins is refused."""
        first, last = (
            self.parsed(text) if text else None
            for text in (given(arguments, name) for name in self.ends)
        )
        if first is not None and last is not None and first > last:
            raise InvalidInputError(self.crossed.format(*self.ends, label=self.label))
        return None if first is None and last is None else Between(first, last)

    @abstractmethod
    def parsed(self, text: str) -> Any:
        """The value that a visitor wrote. Raises InvalidInputError."""

    def admits(self, wanted: Between, document: Any) -> bool:
        """Whether the document's value is within."""
        return wanted.holds(self.of(document))

    @property
    def heading(self) -> str:
        """Above the fields of the form."""
        return self.title.format(self.label)

    def form(self, wanted: Between | None) -> list[SpanField]:
        """The fields of the form, with what is asked for."""
        parts = zip(self.ends, self.field_labels, wanted or Between(), strict=True)
        return [SpanField(*each) for each in parts]

    def words(self, wanted: Between) -> list[tuple[str, str]]:
        """The ends that are asked for: parameter and chip."""
        parts = zip(self.ends, self.chips, wanted, strict=True)
        return [(name, chip.format(end)) for name, chip, end in parts if end is not None]

    @property
    def refusal(self) -> str:
        """What is said about an end that can't be read."""
        return self.wrong.format(*self.ends, label=self.label)


@dataclass(frozen=True, kw_only=True)
class Day(Span):
    """A day."""

    meanings: tuple[str, str] = ("最早的{}", "最晚的{}")
    field_labels: tuple[str, str] = ("从", "到")
    chips: tuple[str, str] = ("{} 起", "{} 止")
    input: str = "date"
    wrong: str = "{label}参数（{}、{}）应写成 2026-01-31 的样子。"
    crossed: str = "开始{label}（{}）晚于结束{label}（{}），请对调后再试。"

    @property
    def schema(self) -> Json:
        """Year, month and day."""
        return {"type": "string", "format": "date"}

    def parsed(self, text: str) -> date:
        """The day."""
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        raise InvalidInputError(self.refusal)


@dataclass(frozen=True, kw_only=True)
class Amount(Span):
    """An amount: documents have it in cents, all else is in whole yuan."""

    title: str = "{}（元）"
    meanings: tuple[str, str] = ("最低{}（元）", "最高{}（元）")
    field_labels: tuple[str, str] = ("不少于", "不超过")
    chips: tuple[str, str] = ("不少于 {:,} 元", "不超过 {:,} 元")
    input: str = "number"
    wrong: str = "{label}参数（{}、{}）应为以元为单位的整数，例如 5000。"
    crossed: str = "最低{label}（{}）大于最高{label}（{}），请对调后再试。"

    def of(self, document: Any) -> int | None:
        """The whole yuan; none where nothing is to be paid."""
        cents = super().of(document)
        return cents // 100 if cents else None

    @property
    def schema(self) -> Json:
        """From 0."""
        return {"type": "integer", "minimum": 0}

    def parsed(self, text: str) -> int:
        """Yuan."""
        return number(text, self.refusal, 0, MAX_YUAN)
