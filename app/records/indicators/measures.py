"""What the site counts itself of indicators: those who hold the facts register computations.

Beside a computed value stands ``models.IndicatorValue``, which a body reported: pages show both
alike.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Flask, current_app

from app.kernel import clock
from app.kernel.aggregates.kinds import Touched
from app.records.indicators.models import Indicator
from app.records.indicators.notation import DataPeriod, read_period, show_number, write_number

EXTENSION = "measures"


@dataclass(frozen=True)
class RowsLink:
    """Where the rows are that were counted: an endpoint and its arguments."""

    endpoint: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class Computed:
    """A number in its indicator's unit, its period, the count behind it, and the rows counted."""

    indicator: Indicator
    span: DataPeriod
    number: Decimal
    remark: str
    rows: RowsLink
    source: str = "由本站记录计算"
    id: int = 0
    link: None = None
    import_batch: None = None
    change_notes: Sequence[Any] = ()

    def as_json(self) -> dict[str, Any]:
        """All of it as JSON, to be kept; without the indicator."""
        return {
            "period": self.period,
            "number": str(self.number),
            "remark": self.remark,
            "rows": [self.rows.endpoint, dict(self.rows.arguments)],
            "source": self.source,
        }

    @classmethod
    def from_json(cls, indicator: Indicator, stored: Mapping[str, Any]) -> "Computed":
        """What was kept of the indicator."""
        return cls(
            indicator=indicator,
            span=read_period(stored["period"]),
            number=Decimal(stored["number"]),
            remark=stored["remark"],
            rows=RowsLink(*stored["rows"]),
            source=stored["source"],
        )

    @property
    def period(self) -> str:
        """Code of the period."""
        return self.span.code

    @property
    def period_ends_on(self) -> date:
        """Last day of the period."""
        return self.span.ends_on

    @property
    def source_on(self) -> date:
        """The day up to which was counted."""
        return min(self.span.ends_on, clock.today())

    @property
    def value(self) -> str:
        """The number as it is written."""
        return write_number(self.number)

    @property
    def value_label(self) -> str:
        """The number with its unit."""
        return show_number(self.number, self.indicator.unit)


Measure = Callable[[Indicator], list[Computed]]
"""All values of an indicator, the newest period first."""
TouchedBy = dict[type, Callable[[Any], Iterable[Touched]]]


@dataclass
class Measures:
    """The computations by name, which of them are kept, and what a row of a model touches."""

    named: dict[str, Measure] = field(default_factory=dict)
    stored: set[str] = field(default_factory=set)
    rows: TouchedBy = field(default_factory=lambda: {Indicator: _all})

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
        measures.stored.add(name)
    for model in rows:
        measures.touch(model, name)


def registered() -> Measures:
    """The computations of the present application."""
    found: Measures = current_app.extensions[EXTENSION]
    return found


def year_so_far(year: int) -> DataPeriod:
    """The whole of a year that has passed; of the present one January to the present month."""
    today = clock.today()
    if year != today.year or today.month == 12:
        return read_period(str(year))
    return read_period(f"{year}-01/{today.month:02}" if today.month > 1 else f"{year}-01")
