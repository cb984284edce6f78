"""What a record may be found by besides its words: a row for each property.

A row stands at the field of ``SearchDocument`` that has the property. Both engines, addresses,
the API, its description and the page of results are derived from it.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Self, get_type_hints

Json = dict[str, Any]


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
    @abstractmethod
    def parameters(self) -> Sequence[Parameter]:
        """By which parameters an address asks for it."""

    @abstractmethod
    def read(self, arguments: Mapping[str, str]) -> Any:
        """What an address asks for, None when nothing. Raises InvalidInputError."""

    @abstractmethod
    def admits(self, wanted: Any, document: Any) -> bool:
        """Whether the document is among those asked for."""


def declared(documents: type) -> tuple[Property, ...]:
    """The rows at the fields of the class of documents, in their order."""
    return tuple(
        row.at(name)
        for name, hint in get_type_hints(documents, include_extras=True).items()
        for row in getattr(hint, "__metadata__", ())
        if isinstance(row, Property)
    )
