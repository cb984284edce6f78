"""Adding up: numbers under names, in each other's place or taken out again."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

Nested = dict[str, Any]
"""Numbers under names, or such under names."""


def add(content: Nested, path: Iterable[str], n: int) -> None:
    """Add ``n`` under the names of ``path``."""
    *above, last = path
    for name in above:
        content = content.setdefault(name, {})
    content[last] = content.get(last, 0) + n


def merge(content: Nested, other: Mapping[str, Any]) -> None:
    """Add all numbers of another."""
    for name, value in other.items():
        if isinstance(value, Mapping):
            merge(content.setdefault(name, {}), value)
        else:
            content[name] = content.get(name, 0) + value


def without_noughts(content: Mapping[str, Any]) -> Nested:
    """The same without numbers that are nought, and without names under which there is nothing."""
    found = {
        name: without_noughts(value) if isinstance(value, Mapping) else value
        for name, value in content.items()
    }
    return cast(Nested, {name: value for name, value in found.items() if value})
