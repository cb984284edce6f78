"""What can be counted ahead: features say how, and which rows stand behind it.

What grows with the records is a ``SummedKind``, of what each of them counts; what does not, or is
asked for seldom, is a ``RecountedKind`` that is counted anew.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, cast

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Select

EXTENSION = "aggregates"
WHOLE = ""
WIDEST = 8
"""The most words of which a fact is made."""

Content = Any
"""What JSON can hold, with text for keys, as it is read back from the database."""
Nested = dict[str, Any]
"""Numbers under names, or such under names."""
Parts = Mapping[str, Content]
PartsByScope = Mapping[str, Collection[str] | None]
"""By scope the parts that are asked for; None for all."""
Touched = tuple[str | None, str | None]
"""The scope and the part that a row counts in; None for all scopes, or all parts of the scope."""
Fact = Sequence[str | None]
"""What is counted of an item, in words; those at the end that are None may be left out."""
Which = Callable[[Any], ColumnElement[bool]]
"""Given the column of an item's number, the condition that an item is among those meant."""


def whole(fact: Fact) -> list[str | None]:
    """A fact with all its WIDEST words."""
    return [*fact, *[None] * (WIDEST - len(fact))]


@dataclass(frozen=True)
class RecountedKind:
    """Numbers of one kind: a scope (such as a year by body) holds parts (such as each body)."""

    name: str
    count: Callable[[PartsByScope], Mapping[str, Parts]]
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


class Contribution(NamedTuple):
    """What a fact adds: ``n`` under the names of ``path`` within a part of a scope."""

    scope: str
    part: str
    path: tuple[str, ...]
    n: int = 1
    since: date | None = None
    """The first day on which it counts; None for always."""
    until: date | None = None
    """The first day on which it does not count any more."""

    def counts_on(self, day: date) -> bool:
        """Whether it counts on that day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


class CountedRows(NamedTuple):
    """How rows of a model stand behind numbers."""

    columns: tuple[str, ...]
    """Those that are counted, or by which is counted."""
    items: Callable[[Any], Iterable[int]] | None
    """The numbers of the items to which a row belongs, as it is or as it is to be written; None
    where all belong to it.
    """


@dataclass(frozen=True)
class SummedKind:
    """Numbers that are sums of what each item counts; an item is a row of ``model``.

    What was counted of each item is kept beside the sums. So a change costs the same whatever
    there is beside it, and comes to the same if it is taken in twice.
    """

    name: str
    model: type
    facts: Callable[[Which], Iterable[Select[Any]]]
    """Statements that give facts of items: the number of the item, and up to WIDEST texts."""
    shares: Callable[[Fact], Iterable[Contribution]]
    """What a fact adds, and to what; it may not depend on the day or on anything else."""
    count: Callable[[PartsByScope], Mapping[str, Parts]]
    """The same from all rows, today: for pages while the sums are not complete, and to hold the
    sums against."""
    scopes: Callable[[], Iterable[str]]
    """All that is shown."""
    rows: Mapping[type, CountedRows]
    """All models that are counted."""
    version: int = 1
    """Another one where the same rows come to other facts or shares: all is summed anew."""


@dataclass
class Registered:
    """The kinds of an application by their names."""

    kinds: dict[str, RecountedKind] = field(default_factory=dict)
    summed: dict[str, SummedKind] = field(default_factory=dict)


def register_kind(app: Flask, kind: RecountedKind | SummedKind) -> None:
    """Keep the numbers of ``kind``."""
    known: Registered = app.extensions.setdefault(EXTENSION, Registered())
    if isinstance(kind, SummedKind):
        known.summed[kind.name] = kind
    else:
        known.kinds[kind.name] = kind


def registered() -> Registered:
    """All kinds of the present application."""
    found: Registered = current_app.extensions.setdefault(EXTENSION, Registered())
    return found


def kinds() -> Mapping[str, RecountedKind]:
    """Those that are counted anew."""
    return registered().kinds


def summed() -> Mapping[str, SummedKind]:
    """Those that are summed."""
    return registered().summed


def add_at(content: Nested, path: Iterable[str], n: int) -> None:
    """Add ``n`` under the names of ``path``."""
    *above, last = path
    for name in above:
        content = content.setdefault(name, {})
    content[last] = content.get(last, 0) + n


def merge_counts(content: Nested, other: Mapping[str, Any]) -> None:
    """Add all numbers of another."""
    for name, value in other.items():
        if isinstance(value, Mapping):
            merge_counts(content.setdefault(name, {}), value)
        else:
            content[name] = content.get(name, 0) + value


def without_zeros(content: Mapping[str, Any]) -> Nested:
    """The same without numbers that are nought, and without names under which there is nothing."""
    found = {
        name: without_zeros(value) if isinstance(value, Mapping) else value
        for name, value in content.items()
    }
    return cast(Nested, {name: value for name, value in found.items() if value})
