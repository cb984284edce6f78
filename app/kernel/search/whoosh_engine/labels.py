"""Small numbers for the values of facets, kept beside the index.

Number 0 means none. Numbers are only ever added, so a reader with older labels reads right. The
members of an enumeration are numbered by their place in it.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.kernel.search.documents import FACETS, SearchDocument
from app.kernel.search.facets import Choice, Facet

FILE_NAME = "labels.json"


def _first_values() -> dict[str, list[Any]]:
    return {
        facet.name: [None, *facet.members] if isinstance(facet, Choice) else [None]
        for facet in FACETS
    }


@dataclass(slots=True)
class Labels:
    """For each facet a list of values, whose positions are the numbers in the columns."""

    values: dict[str, list[Any]] = field(default_factory=_first_values)
    names: dict[str, dict[Any, str]] = field(
        default_factory=lambda: {facet.name: {} for facet in FACETS if facet.named_by}
    )

    def number(self, facet: Facet, document: SearchDocument) -> int:
        """The number of a document's value, given at first sight; the newest name stays."""
        value, known = facet.of(document), self.values[facet.name]
        if facet.named_by and value is not None and (name := getattr(document, facet.named_by)):
            self.names[facet.name][value] = name
        if value not in known:
            known.append(value)
        return known.index(value)

    def save(self, directory: Path) -> None:
        """Write the labels whole, so that no reader sees half of them."""
        draft = directory / f"{FILE_NAME}.new"
        content = {"values": self.values, "names": self.names}
        draft.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        draft.replace(directory / FILE_NAME)

    @classmethod
    def load(cls, directory: Path) -> "Labels":
        """Read the labels of an index."""
        content = json.loads((directory / FILE_NAME).read_text(encoding="utf-8"))
        labels = cls()
        for facet in FACETS:
            if not isinstance(facet, Choice):
                labels.values[facet.name] = content["values"][facet.name]
            if facet.named_by:
                named = content["names"][facet.name]
                labels.names[facet.name] = {facet.value_of(key): named[key] for key in named}
        return labels
