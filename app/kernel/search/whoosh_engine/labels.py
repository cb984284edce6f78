"""Small numbers for districts, bureaus and categories, kept beside the index.

Number 0 means none. Numbers are only ever added, so a reader with older labels reads right.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE_NAME = "labels.json"


@dataclass(slots=True)
class Labels:
    """Lists whose positions are the numbers in the columns."""

    districts: list[str] = field(default_factory=lambda: [""])
    categories: list[str] = field(default_factory=lambda: [""])
    statuses: list[str] = field(default_factory=lambda: [""])
    bureaus: list[int] = field(default_factory=lambda: [0])
    bureau_names: dict[int, str] = field(default_factory=dict)

    def district(self, code: str | None) -> int:
        """The number of a district, given at first sight."""
        return _number(self.districts, code) if code else 0

    def category(self, name: str | None) -> int:
        """The number of a category, given at first sight."""
        return _number(self.categories, name) if name else 0

    def status(self, name: str | None) -> int:
        """The number of a status, given at first sight."""
        return _number(self.statuses, name) if name else 0

    def bureau(self, bureau_id: int | None, name: str | None) -> int:
        """The number of a bureau, given at first sight; the newest name stays."""
        if bureau_id is None:
            return 0
        if name:
            self.bureau_names[bureau_id] = name
        return _number(self.bureaus, bureau_id)

    def save(self, directory: Path) -> None:
        """Write the labels whole, so that no reader sees half of them."""
        draft = directory / f"{FILE_NAME}.new"
        content = {
            "districts": self.districts,
            "categories": self.categories,
            "statuses": self.statuses,
            "bureaus": self.bureaus,
            "bureau_names": {str(key): name for key, name in self.bureau_names.items()},
        }
        draft.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        draft.replace(directory / FILE_NAME)

    @classmethod
    def load(cls, directory: Path) -> "Labels":
        """Read the labels of an index."""
        content = json.loads((directory / FILE_NAME).read_text(encoding="utf-8"))
        names = {int(key): name for key, name in content.pop("bureau_names").items()}
        return cls(**content, bureau_names=names)


def _number(known: list[Any], value: object) -> int:
    if value not in known:
        known.append(value)
    return known.index(value)
