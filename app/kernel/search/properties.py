"""What a record may be found by besides its words: a row for each property.

A row stands at the field of ``SearchDocument`` that has the property. Both engines, addresses,
the API, its description and the page of results are derived from it.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, NamedTuple, Protocol, Self, TypeVar, get_type_hints

from app.kernel.errors import InvalidInputError

Json = dict[str, Any]
_NUMBER = re.compile("[0-9]{1,9}")


class Parameter(NamedTuple):
    """A parameter of an address: its name, what it means, and which values it takes (OpenAPI)."""

    name: str
    meaning: str
    schema: Json


@dataclass(frozen=True, kw_only=True)
class Property(ABC):
    """A row: what people call the property, and its name in filters, counts and indexes.

    ``name`` is that of the document's field unless the row says otherwise.
    """

    label: str = field(kw_only=False)
    attribute: str = ""
    name: str = ""
    values: ClassVar[Json] = {"type": "string"}

    def at(self, attribute: str) -> Self:
        """The row at its field of the document."""
        return replace(self, attribute=attribute, name=self.name or attribute)

    def of(self, document: Any) -> Any:
        """The document's value; None where it has none."""
        return getattr(document, self.attribute)

    @property
    def columns(self) -> tuple[str, ...]:
        """What an index keeps of it."""
        return (self.name,)

    @property
    def schema(self) -> Json:
        """Which values an address may ask for (OpenAPI)."""
        return self.values

    @abstractmethod
    def parsed(self, text: str) -> Any:
        """The value that a visitor wrote. Raises InvalidInputError."""

    @property
    @abstractmethod
    def parameters(self) -> Sequence[Parameter]:
        """By which parameters an address asks for it."""

    @abstractmethod
    def read(self, arguments: Mapping[str, str]) -> Any:
        """What an address asks for, None when nothing. Raises InvalidInputError."""

    @abstractmethod
    def admits(self, value: Any, document: Any) -> bool:
        """Whether the document is among those asked for."""


def declared(documents: type) -> tuple[Property, ...]:
    """The rows at the fields of the class of documents, in their order."""
    return tuple(
        row.at(name)
        for name, hint in get_type_hints(documents, include_extras=True).items()
        for row in getattr(hint, "__metadata__", ())
        if isinstance(row, Property)
    )


class LabelledValue(Protocol):
    """What is chosen by its value and shown by its label."""

    @property
    def value(self) -> str:
        """As it stands in an address."""

    @property
    def label(self) -> str:
        """As people read it."""


L = TypeVar("L", bound=LabelledValue)


def parameter_text(arguments: Mapping[str, str], name: str) -> str:
    """The value of a parameter, empty where there is none."""
    return arguments.get(name, "").strip()


def one_of(choices: Iterable[L], value: str, name: str) -> L:
    """The one with this value. Raises InvalidInputError, which names all there are."""
    members = {each.value: each for each in choices}
    if value not in members:
        listed = "、".join(f"{each.value}（{each.label}）" for each in members.values())
        raise InvalidInputError(f"{name}没有“{value[:20]}”，可用的有：{listed}。")
    return members[value]


def number(text: str, wrong: str, least: int, most: int) -> int:
    """A whole number within these bounds. Raises InvalidInputError, which says what is wrong."""
    if not _NUMBER.fullmatch(text) or not least <= int(text) <= most:
        raise InvalidInputError(wrong)
    return int(text)
