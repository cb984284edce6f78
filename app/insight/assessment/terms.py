"""The formulas of the data file: which one a year is counted by."""

from functools import cache
from pathlib import Path
from typing import Any

from app.insight.assessment.rules import Formula
from app.kernel.db.reference import read_data

FORMULAS = Path(__file__).parent / "data" / "formulas.json"
COMPUTATION = "1"
"""Version of the way rows are gathered; a published cycle says under which one it was counted."""


@cache
def formulas() -> tuple[dict[str, Any], ...]:
    """All formulas as data, the newest first."""
    rows = read_data(FORMULAS)["formulas"]
    return tuple(sorted(rows, key=lambda row: -int(row["since"])))


def formula_data(year: int) -> dict[str, Any] | None:
    """The formula of a year as data, to be kept with its cycle; None before the first."""
    return next((row for row in formulas() if row["since"] <= year), None)


def formula_of(year: int) -> Formula | None:
    """The same, to be counted by."""
    data = formula_data(year)
    return Formula.parse(data) if data else None
