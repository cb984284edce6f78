"""What can be counted ahead: features say how, and which rows stand behind it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app

EXTENSION = "aggregates"
WHOLE = ""

Content = Any
"""What JSON can hold, with text for keys, as it is read back from the database."""
Parts = Mapping[str, Content]
Wanted = Mapping[str, Collection[str] | None]
"""By scope the parts that are asked for; None for all."""
Touched = tuple[str | None, str | None]
"""The scope and the part that a row counts in; None for all scopes, or all parts of the scope."""


@dataclass(frozen=True)
class Kind:
    """Numbers of one kind: a scope (such as a year by body) holds parts (such as each body)."""

    name: str
    count: Callable[[Wanted], Mapping[str, Parts]]
    """Counts from the rows, whatever is kept. A part without anything to count may be left out."""
    scopes: Callable[[], Iterable[str]]
    """All that is to be kept."""
    rows: Mapping[type, Callable[[Any], Iterable[Touched]]] = field(default_factory=dict)
    """By the models that are counted, what a new, changed or deleted row of it counts in, and
    counted in before."""
    version: int = 1
    """Another one where the same rows come to other numbers: what was kept before is void."""
    is_daily: bool = False
    """Whether it is other tomorrow though no row changes, as records come and go by their dates."""


def register_kind(app: Flask, kind: Kind) -> None:
    """Keep the numbers of ``kind``."""
    app.extensions.setdefault(EXTENSION, {})[kind.name] = kind


def kinds() -> Mapping[str, Kind]:
    """All kinds by name."""
    found: Mapping[str, Kind] = current_app.extensions.get(EXTENSION, {})
    return found
