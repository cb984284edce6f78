"""Computations that give the values of indicators: those who hold the facts register them."""

from collections.abc import Callable

from flask import Flask, current_app

from app.indicators.models import Indicator
from app.indicators.readings import Computed

KEY = "measures"

Measure = Callable[[Indicator], list[Computed]]
"""All values of an indicator, the newest period first."""


def register_measure(app: Flask, name: str, measure: Measure) -> None:
    """Let ``measure`` give the values of the indicators that name it."""
    app.extensions.setdefault(KEY, {})[name] = measure


def computed(indicator: Indicator) -> list[Computed]:
    """The values that the site computes of an indicator; none for one that is reported."""
    if indicator.measure is None:
        return []
    measure: Measure = current_app.extensions[KEY][indicator.measure]
    return measure(indicator)
