"""Computations that give the values of indicators: those who hold the facts register them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app

from app.kernel.aggregates.kinds import Touched
from app.records.indicators.models import Indicator
from app.records.indicators.readings import Computed

EXTENSION = "measures"

Measure = Callable[[Indicator], list[Computed]]
"""All values of an indicator, the newest period first."""
Rows = dict[type, Callable[[Any], Iterable[Touched]]]


@dataclass
class Measures:
    """The computations by name, which of them are kept, and what a row of a model touches."""

    named: dict[str, Measure] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    rows: Rows = field(default_factory=lambda: {Indicator: _all})

    def touch(self, model: type, name: str) -> None:
        """Let the rows of a model touch one more measure."""
        others = self.rows.get(model, _none)
        self.rows[model] = lambda row: [*others(row), (name, None)]


def _all(_row: Any) -> list[Touched]:
    return [(None, None)]


def _none(_row: Any) -> list[Touched]:
    return []


def init_app(app: Flask) -> None:
    """Make room for the computations."""
    app.extensions[EXTENSION] = Measures()


def register_measure(
    app: Flask, name: str, measure: Measure, *, rows: Collection[type] = ()
) -> None:
    """Let ``measure`` give the values of the indicators that name it.

    ``rows`` names all models whose rows it counts: then its values are kept, until one of these
    changes or a day begins. Without, it is asked each time.
    """
    measures: Measures = app.extensions[EXTENSION]
    measures.named[name] = measure
    if rows:
        measures.kept.add(name)
    for model in rows:
        measures.touch(model, name)


def registered() -> Measures:
    """The computations of the present application."""
    found: Measures = current_app.extensions[EXTENSION]
    return found
