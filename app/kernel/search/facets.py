"""Properties with one of several values: results are narrowed to one, and counted by all."""

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from app.kernel.errors import InvalidInputError
from app.kernel.labels import LabelledEnum
from app.kernel.search.given import given, number, one_of
from app.kernel.search.properties import Json, Parameter, Property

MAX_WORD = 30
FIRST_YEAR, LAST_YEAR = 1900, 2999

_CODE = re.compile("[0-9]{6}")


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
    newest_first = False
    """Whether the page lists values from the greatest, rather than from the most frequent."""

    def at(self, attribute: str) -> Self:
        """The row at its field of the document."""
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
        """The value's own."""
        return (Parameter(self.parameter, self.meaning, self.schema),)

    @property
    @abstractmethod
    def schema(self) -> Json:
        """Which values there are."""

    def read(self, arguments: Mapping[str, str]) -> Any:
        """The value that is asked for."""
        text = given(arguments, self.parameter)
        return self.parsed(text) if text else None

    @abstractmethod
    def parsed(self, text: str) -> Any:
        """The value that a visitor wrote. Raises InvalidInputError."""

    def value_of(self, text: str) -> Any:
        """The value that an index wrote."""
        return text

    def shown(self, value: Any) -> str:
        """A value without a name as the page shows it."""
        return str(value)

    def admits(self, wanted: Any, document: Any) -> bool:
        """Whether the document has just this value."""
        return bool(self.of(document) == wanted)


@dataclass(frozen=True, kw_only=True)
class Choice(Facet):
    """A member of an enumeration, which indexes number by its place."""

    members: type[LabelledEnum] = field(kw_only=False)

    @property
    def schema(self) -> Json:
        """The values of the members."""
        return {"type": "string", "enum": [member.value for member in self.members]}

    def parsed(self, text: str) -> LabelledEnum:
        """The member."""
        return one_of(self.members, text, f"{self.label}（{self.parameter}）")

    def value_of(self, text: str) -> LabelledEnum:
        """The member."""
        return self.members(text)


@dataclass(frozen=True, kw_only=True)
class Word(Facet):
    """A word that people read as it is."""

    @property
    def schema(self) -> Json:
        """Any text."""
        return {"type": "string"}

    def parsed(self, text: str) -> str:
        """The same."""
        if len(text) > MAX_WORD:
            raise InvalidInputError(f"{self.label}参数（{self.parameter}）最多 {MAX_WORD} 个字。")
        return text


@dataclass(frozen=True, kw_only=True)
class Code(Facet):
    """Six digits, which are named elsewhere."""

    @property
    def schema(self) -> Json:
        """The digits."""
        return {"type": "string", "pattern": f"^{_CODE.pattern}$"}

    def parsed(self, text: str) -> str:
        """The same."""
        if not _CODE.fullmatch(text):
            raise InvalidInputError(
                f"{self.label}参数（{self.parameter}）应为 6 位数字代码，例如 330302。"
            )
        return text


@dataclass(frozen=True, kw_only=True)
class Number(Facet):
    """The number of something that has a name."""

    @property
    def schema(self) -> Json:
        """From 1."""
        return {"type": "integer", "minimum": 1}

    def parsed(self, text: str) -> int:
        """The number."""
        return number(text, f"{self.label}参数（{self.parameter}）应为数字编号。", 1, 10**9)

    def value_of(self, text: str) -> int:
        """The number."""
        return int(text)


@dataclass(frozen=True, kw_only=True)
class Year(Number):
    """A year, the newest shown first."""

    newest_first = True

    @property
    def schema(self) -> Json:
        """Any."""
        return {"type": "integer"}

    def parsed(self, text: str) -> int:
        """The year."""
        wrong = f"{self.label}参数（{self.parameter}）应为 4 位数字，例如 2026。"
        return number(text, wrong, FIRST_YEAR, LAST_YEAR)

    def shown(self, value: int) -> str:
        """As people write it."""
        return f"{value} 年"
